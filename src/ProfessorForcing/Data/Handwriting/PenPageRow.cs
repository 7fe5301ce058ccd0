namespace ProfessorForcing.Data.Handwriting;

/// <summary>A line of handwriting on a page, in pixels from its top left, y down.</summary>
/// <param name="Caption">What stands above it; empty for nothing.</param>
/// <param name="CaptionBase">y of the caption's base line.</param>
/// <param name="Strokes">The strokes, each at least one position.</param>
internal sealed record PenPageRow(string Caption, double CaptionBase, IReadOnlyList<(double X, double Y)[]> Strokes);
