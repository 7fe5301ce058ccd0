using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>Which data to learn from: the section <c>data</c> of a configuration. One derived record for each <c>kind</c>.</summary>
public abstract record DataOptions
{
    /// <summary>Length T of training sequences.</summary>
    [Option("Length T of the sequences that the data are cut into, in elements.", Min = 2, Max = 1_000_000)]
    public virtual int SequenceLength { get; init; } = 100;

    /// <summary>How the elements of a sequence lie in the plane; null if they do not.</summary>
    public virtual Plane? Plane => null;

    /// <summary>Whether the generator reads a condition x at each step, such as an element's position or a text.</summary>
    public virtual bool HasCondition => false;

    /// <summary>Whether that condition is a text, which the generator reads through a window that it moves itself.</summary>
    public virtual bool HasText => false;

    /// <summary>How many samples can be written into one file.</summary>
    public virtual int MostSamples => int.MaxValue;

    /// <summary>Reads the data.</summary>
    /// <param name="locator">Finds data sets by name.</param>
    /// <exception cref="InputDataException">The data are missing or malformed.</exception>
    public abstract IDomain Open(DataLocator locator);

    /// <summary>Makes the domain from what <see cref="IDomain.Describe"/> said, without any data.</summary>
    public abstract IDomain Restore(JsonObject description);
}
