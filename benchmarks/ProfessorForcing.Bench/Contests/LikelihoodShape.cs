namespace ProfessorForcing.Bench.Contests;

/// <summary>The size of a likelihood under a softmax.</summary>
/// <param name="Rows">N.</param>
/// <param name="Steps">T.</param>
/// <param name="Hidden">H.</param>
/// <param name="Symbols">V.</param>
public sealed record LikelihoodShape(int Rows, int Steps, int Hidden, int Symbols) : IShape
{
    internal const string Name = "likelihood";

    /// <summary>That of a vocabulary of words: an array of all logits is 153 MiB.</summary>
    public static LikelihoodShape Words { get; } = new(40, 100, 512, 10_000);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [Rows, Steps, Hidden, Symbols];

    /// <inheritdoc/>
    public Contest Start() => new LikelihoodContest(this);
}
