namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// How a distance changes along the line: its mean over the last quarter of the segments that have one, less that over the first quarter. Above 0 the
/// samples get worse as they go on.
/// </summary>
/// <param name="Difference">Of the samples' distance, in standard deviations of the real lines.</param>
/// <param name="Error">Its standard error, from line to line, so that a line's segments need not be independent.</param>
/// <param name="Floor">The same difference of the floor, over the same segments: what fewer lines or other texts make of it by themselves; null if a segment has no floor.</param>
/// <param name="FloorError">Its standard error.</param>
public sealed record SegmentTrend(double Difference, double Error, double? Floor, double? FloorError);
