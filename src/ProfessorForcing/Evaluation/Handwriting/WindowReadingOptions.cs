namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>What counts as reading. The same numbers should serve all networks that are compared.</summary>
public sealed record WindowReadingOptions
{
    /// <summary>At steps where the weights of all places sum to less, the window is nowhere; at least 0.</summary>
    public double LeastWeight { get; init; } = 0.01;

    /// <summary>A peak that is less than this share of the largest weight is not looked at, 0 to 1.</summary>
    public double LeastShare { get; init; } = 0.3;

    /// <summary>A character that is never the place of a step has been read all the same if its largest weight is at least this share of its read neighbours', 0 to 1.</summary>
    public double LeastPeak { get; init; } = 1.0 / 3;

    /// <summary>Steps that the furthest place has to last before it counts: fewer are a glance ahead; at least 1.</summary>
    public int LeastSteps { get; init; } = 3;

    /// <summary>Steps in a row that going ahead, and coming back, have to last before they count; at least 1. The default is the usual number of points of a character in IAM-OnDB (21.6): in less time none is written again.</summary>
    public int RepeatSteps { get; init; } = 22;

    /// <summary>Steps on one character beyond which the window is stuck there. The default is about 8 times the usual number of points of a character in IAM-OnDB (21.6).</summary>
    public int MostSteps { get; init; } = 170;
}
