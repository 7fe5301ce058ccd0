namespace ProfessorForcing.Data.Handwriting;

/// <summary>Makes moves of positions (x to the right, y up) as they come; the first position is the origin.</summary>
internal sealed class PenTrace
{
    /// <summary>Largest size of a coordinate that is read from a file; the moves between such are exact enough as float.</summary>
    public const double LargestCoordinate = 1_000_000;

    private readonly List<PenPoint> _points = [];
    private double _x, _y;

    /// <summary>Number of points so far.</summary>
    public int Count => _points.Count;

    /// <summary>The points so far, with the pen lifted after the last one.</summary>
    public PenPoint[] Points
    {
        get
        {
            Lift();
            return [.. _points];
        }
    }

    /// <summary>The pen goes to a position; it draws unless it was lifted.</summary>
    public void Add(double x, double y)
    {
        _points.Add(_points.Count == 0 ? default : new((float)(x - _x), (float)(y - _y), false));
        (_x, _y) = (x, y);
    }

    /// <summary>The pen is lifted after the last position; nothing happens where it is up already.</summary>
    public void Lift()
    {
        if (_points.Count > 0)
            _points[^1] = _points[^1] with { LiftsPen = true };
    }
}
