namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>Samples beside real lines in one measure.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Scale">Standard deviation of the real lines' values in all segments, in the unit of the lines, by which distances are divided; 0 if all
/// are equal, and then there is no distance.</param>
/// <param name="Segments">By place in the line.</param>
/// <param name="Trend">How the distance changes along the line; null if fewer than two segments have one.</param>
public sealed record MeasureComparison(StrokeMeasure Measure, double Scale, IReadOnlyList<SegmentDistance> Segments, SegmentTrend? Trend);
