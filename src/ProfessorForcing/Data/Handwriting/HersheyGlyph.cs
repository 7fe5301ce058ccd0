namespace ProfessorForcing.Data.Handwriting;

/// <summary>A character of a Hershey font, in the font's own units: a capital letter is about 21 high.</summary>
/// <param name="Advance">From the left to the right edge, its bearings among it.</param>
/// <param name="Strokes">The strokes, each at least one position: x from the left edge, y up from the base line.</param>
internal sealed record HersheyGlyph(int Advance, IReadOnlyList<(int X, int Y)[]> Strokes);
