namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// How the pen goes from one line to the next one of the same hand, as if that were written on at the end of the first: its ink begins a space
/// to the right of where the first one's ends, and the ink of some letters on both sides is at the same height, in the median. Only they count,
/// since base lines rise and fall by as much as a letter's height over a line.
/// </summary>
internal sealed class LineJoints
{
    // How much of each line counts for its height there, in mean widths of letters.
    private const double Beside = 8;

    private readonly int[] _next;
    private readonly PenPoint[] _first;

    /// <summary>Finds what follows each line, and the move there.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="inks">The ink of each.</param>
    /// <param name="widths">Say how wide letters and spaces are.</param>
    /// <param name="hands">The number of the hand, or of the form, that each line is of.</param>
    /// <param name="longestMove">A longer move is shortened to this and keeps its direction.</param>
    public LineJoints(IReadOnlyList<PenLine> lines, Ink[] inks, LetterWidths widths, int[] hands, double longestMove)
    {
        (_next, _first) = (new int[lines.Count], new PenPoint[lines.Count]);
        foreach (var hand in Enumerable.Range(0, lines.Count).GroupBy(i => hands[i]).Select(hand => hand.ToArray()))
        {
            for (var i = 0; i < hand.Length; i++)
            {
                var (line, next) = (hand[i], hand[(i + 1) % hand.Length]);
                var (dx, dy) = Move(inks[line], widths.ScaleOf(lines[line].Text, inks[line]), inks[next], widths.ScaleOf(lines[next].Text, inks[next]), widths);
                var factor = Math.Min(1, longestMove / Math.Sqrt(dx * dx + dy * dy));
                (_next[line], _first[line]) = (next, new((float)(factor * dx), (float)(factor * dy), lines[next].Points[0].LiftsPen));
            }
        }
    }

    /// <summary>The line after a line: the next one of its hand, and after the last one the first.</summary>
    public int After(int line) => _next[line];

    /// <summary>The first point of the line after a line, with the move to it from this line's last point.</summary>
    public PenPoint FirstAfter(int line) => _first[line];

    private static (double Dx, double Dy) Move(Ink ink, double scale, Ink next, double nextScale, LetterWidths widths)
    {
        var right = ink.Right + scale * widths.WordGap;
        var up = ink.Height(ink.Right - scale * Beside * widths.Mean, ink.Right) - next.Height(next.Left, next.Left + nextScale * Beside * widths.Mean);
        return (right - next.Left + next.X[0] - ink.X[^1], up + next.Y[0] - ink.Y[^1]);
    }
}
