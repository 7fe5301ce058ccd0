namespace ProfessorForcing.Data.Handwriting;

/// <summary>A line of handwriting: what is written there, and how the pen moved.</summary>
/// <param name="Id">What the line is called where it comes from, such as <c>a01-000u-01</c>.</param>
/// <param name="Text">What is written there; empty if nobody transcribed it.</param>
/// <param name="Points">The pen's way, in order of time, at least one point. The first is where the line begins, with a move of 0; the last lifts the pen.</param>
public sealed record PenLine(string Id, string Text, PenPoint[] Points)
{
    /// <summary>Number of strokes: how often the pen is lifted.</summary>
    public int StrokeCount => Points.Count(point => point.LiftsPen);

    /// <summary>Whether the pen never moves away from where it begins, so that what it leaves is a dot at most.</summary>
    public bool IsBlank => Points.Skip(1).All(point => point is { Dx: 0, Dy: 0 });
}
