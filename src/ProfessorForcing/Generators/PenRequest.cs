using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Generators;

/// <summary>What to write by hand.</summary>
public sealed record PenRequest
{
    /// <summary>One text for each sample, as numbers of its characters; none is empty.</summary>
    public required IReadOnlyList<int[]> Texts { get; init; }

    /// <summary>Most points of each sample; it ends before when it comes to the end of its text.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>How points are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Default;

    /// <summary>Whether samples say what each of their points was drawn from.</summary>
    public bool KeepsDensities { get; init; }

    /// <summary>Real strokes, normalised as the training data, in whose style to go on; none if empty.</summary>
    public IReadOnlyList<PenPoint> PrimingPoints { get; init; } = [];

    /// <summary>What is written there, as numbers of its characters and of what stands between it and the texts.</summary>
    public IReadOnlyList<int> PrimingText { get; init; } = [];

    /// <summary>Seed; sample i depends on it, on i and on its text only, not on the other samples.</summary>
    public ulong Seed { get; init; } = 1;
}
