namespace ProfessorForcing.Data.Handwriting;

/// <summary>Where a line's ink is. Positions count from the place before its first point's move.</summary>
internal sealed class Ink
{
    private readonly PenPoint[] _points;

    /// <summary>Follows the pen.</summary>
    public Ink(PenLine line)
    {
        _points = line.Points;
        (X, Y) = (new double[_points.Length], new double[_points.Length]);
        var (x, y) = (0.0, 0.0);
        for (var t = 0; t < _points.Length; t++)
            (X[t], Y[t]) = (x += _points[t].Dx, y += _points[t].Dy);
        (Left, Right) = (X.Min(), X.Max());
    }

    /// <summary>To the right, of each point.</summary>
    public double[] X { get; }

    /// <summary>Up, of each point.</summary>
    public double[] Y { get; }

    /// <summary>The leftmost point.</summary>
    public double Left { get; }

    /// <summary>The rightmost point.</summary>
    public double Right { get; }

    /// <summary>From the leftmost to the rightmost point.</summary>
    public double Extent => Right - Left;

    /// <summary>The stretches between left and right above which there is no ink, from left to right.</summary>
    public IReadOnlyList<(double From, double To)> Gaps()
    {
        var gaps = new List<(double, double)>();
        var end = Left;
        foreach (var (from, to) in Strokes().Order())
        {
            if (from > end)
                gaps.Add((end, from));
            end = Math.Max(end, to);
        }
        return gaps;
    }

    /// <summary>Median height of the points between two places, both among them.</summary>
    public double Height(double from, double to) => Median(Y.Where((_, t) => X[t] >= from && X[t] <= to));

    /// <summary>The middle one of some numbers, the upper one of two; NaN of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    // Left and right of each stroke.
    private List<(double From, double To)> Strokes()
    {
        var strokes = new List<(double, double)>();
        for (var t = 0; t < _points.Length; t++)
        {
            var (from, to) = (X[t], X[t]);
            for (; t < _points.Length - 1 && !_points[t].LiftsPen; t++)
                (from, to) = (Math.Min(from, X[t + 1]), Math.Max(to, X[t + 1]));
            strokes.Add((from, to));
        }
        return strokes;
    }
}
