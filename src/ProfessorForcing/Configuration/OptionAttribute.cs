namespace ProfessorForcing.Configuration;

/// <summary>
/// Describes one property of an options record: the line that <c>--help</c> and the documentation show, and what
/// values are allowed. In JSON and on the command line the property's name is written in snake case.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string description) : Attribute
{
    /// <summary>One line of meaning, with the unit.</summary>
    public string Description { get; } = description;

    /// <summary>Smallest allowed value of a number (of each number in a list).</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed value of a number (of each number in a list).</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Min"/> itself is excluded.</summary>
    public bool MinExclusive { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is excluded.</summary>
    public bool MaxExclusive { get; init; }
}
