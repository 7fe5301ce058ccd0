namespace ProfessorForcing.Bench.Contests;

/// <summary>The size of a step of professor forcing.</summary>
/// <param name="Rows">N.</param>
/// <param name="Steps">T.</param>
/// <param name="Symbols">V.</param>
/// <param name="Embedding">E.</param>
/// <param name="Hidden">H of the generator.</param>
/// <param name="Discriminator">Units of each of the discriminator's directions, and of its MLP.</param>
public sealed record StepShape(int Rows, int Steps, int Symbols, int Embedding, int Hidden, int Discriminator) : IShape
{
    internal const string Name = "step";

    /// <summary>Real elements N·T.</summary>
    public long Elements => (long)Rows * Steps;

    /// <summary>That of the paper's experiment <c>char-ptb</c>, over fewer steps.</summary>
    public static StepShape CharPtb { get; } = new(32, 50, 50, 300, 1024, 2048);

    /// <summary>That of <c>char-ptb-small</c>.</summary>
    public static StepShape CharPtbSmall { get; } = new(32, 200, 50, 128, 512, 256);

    /// <summary>One of which long sequences and many rows fit into memory.</summary>
    public static StepShape Middle { get; } = new(8, 100, 50, 64, 256, 128);

    /// <summary>One on which much can be repeated in a short time.</summary>
    public static StepShape Tiny { get; } = new(8, 100, 50, 32, 64, 32);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [Rows, Steps, Symbols, Embedding, Hidden, Discriminator];

    /// <inheritdoc/>
    public Contest Start() => new StepContest(this);
}
