namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>Measures of one segment of a line; lengths are in the unit of the line's moves.</summary>
/// <param name="LiftRate">Lifts of the pen per point, 0 to 1.</param>
/// <param name="StrokeLengths">Length of ink of each piece of a stroke, in order of time: at least one, 0 for a dot.</param>
/// <param name="MoveSize">Mean length of the moves that draw; null if none does.</param>
/// <param name="Drift">How far the ground has risen since the line's first segment; null for that one.</param>
/// <param name="Height">Height of what is written.</param>
/// <param name="Progress">Net move to the right.</param>
public sealed record SegmentMeasures(double LiftRate, IReadOnlyList<double> StrokeLengths, double? MoveSize, double? Drift, double Height, double Progress)
{
    /// <summary>The values of a measure: mostly one, none where it is not defined, several stroke lengths.</summary>
    public IReadOnlyList<double> Values(StrokeMeasure measure) => measure switch
    {
        StrokeMeasure.LiftRate => [LiftRate],
        StrokeMeasure.StrokeLength => StrokeLengths,
        StrokeMeasure.MoveSize => MoveSize is { } size ? [size] : [],
        StrokeMeasure.Drift => Drift is { } drift ? [drift] : [],
        StrokeMeasure.Height => [Height],
        StrokeMeasure.Progress => [Progress],
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };
}
