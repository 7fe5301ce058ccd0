namespace ProfessorForcing.Data.Handwriting;

/// <summary>Where a pen was, and the box that holds all of it.</summary>
internal sealed class PenInk
{
    /// <summary>Follows a pen.</summary>
    /// <exception cref="ArgumentException">A move is not finite; the message names the point.</exception>
    public PenInk(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var positions = new (double X, double Y)[line.Points.Length];
        var (x, y) = (0.0, 0.0);
        for (var i = 0; i < positions.Length; i++)
        {
            var point = line.Points[i];
            if (!float.IsFinite(point.Dx) || !float.IsFinite(point.Dy))
                throw new ArgumentException(FormattableString.Invariant($"Point {i} of line '{line.Id}' has a move of {point.Dx}, {point.Dy}, which leads nowhere."), nameof(line));
            positions[i] = (x += point.Dx, y += point.Dy);
        }
        (Line, Positions) = (line, positions);
        (Left, Right, Bottom, Top) = positions.Length == 0
            ? default
            : (positions.Min(place => place.X), positions.Max(place => place.X), positions.Min(place => place.Y), positions.Max(place => place.Y));
    }

    /// <summary>What was written.</summary>
    public PenLine Line { get; }

    /// <summary>Each point's position, x to the right and y up; the moves count from (0, 0).</summary>
    public IReadOnlyList<(double X, double Y)> Positions { get; }

    /// <summary>The smallest x; 0 if there are no points, as for the other sides.</summary>
    public double Left { get; }

    /// <summary>The largest x.</summary>
    public double Right { get; }

    /// <summary>The smallest y.</summary>
    public double Bottom { get; }

    /// <summary>The largest y.</summary>
    public double Top { get; }

    /// <summary>Width of the box.</summary>
    public double Width => Right - Left;

    /// <summary>Height of the box.</summary>
    public double Height => Top - Bottom;

    /// <summary>The strokes, each at least one position, moved to where they are shown.</summary>
    /// <param name="show">Makes the position in a picture of one of ours.</param>
    public IReadOnlyList<(double X, double Y)[]> Strokes(Func<(double X, double Y), (double X, double Y)> show)
    {
        var strokes = new List<(double, double)[]>();
        var begin = 0;
        for (var i = 0; i < Positions.Count; i++)
        {
            if (!Line.Points[i].LiftsPen && i < Positions.Count - 1)
                continue;
            strokes.Add([.. Positions.Take(begin..(i + 1)).Select(show)]);
            begin = i + 1;
        }
        return strokes;
    }
}
