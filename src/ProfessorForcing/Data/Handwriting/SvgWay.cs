using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Draws what the attribute <c>d</c> of a path or <c>points</c> of a polyline says.</summary>
/// <param name="data">The attribute.</param>
/// <param name="place">What it is called in an error.</param>
/// <param name="trace">Takes the points, with y up.</param>
/// <param name="tolerance">How far moves may be from a curve; null: a small part of its own size.</param>
internal sealed class SvgWay(string data, string place, PenTrace trace, double? tolerance)
{
    private const int MostPoints = 1_000_000;

    // With so many, moves are nowhere farther from a curve than a 4,000th of its bend.
    private const int ManyPieces = 64;

    private readonly SvgNumbers _numbers = new(data, place);
    private SvgPosition _here, _start, _control;
    private bool _isBegun;

    /// <summary>Draws a polyline.</summary>
    /// <exception cref="InputDataException">It is malformed.</exception>
    public void DrawPolyline()
    {
        trace.Lift();
        while (!_numbers.IsAtEnd)
            Put(_numbers.Position(default));
        trace.Lift();
    }

    /// <summary>Draws a path.</summary>
    /// <exception cref="InputDataException">It is malformed, or has elliptic arcs.</exception>
    public void DrawPath()
    {
        trace.Lift();
        var (command, before) = ('\0', '\0');
        while (!_numbers.IsAtEnd)
        {
            if (_numbers.Command() is { } next)
                command = next;
            else if (command is '\0' or 'Z' or 'z')
                throw _numbers.Error("a command such as M or L is missing");
            else
                command = command switch { 'M' => 'L', 'm' => 'l', _ => command };
            if (before == '\0' && command is not ('M' or 'm'))
                throw _numbers.Error($"the path begins with '{command}' instead of M or m");
            Do(command, before);
            before = command;
        }
        trace.Lift();
    }

    private void Do(char command, char before)
    {
        var origin = char.IsLower(command) ? _here : default;
        switch (char.ToUpperInvariant(command))
        {
            case 'M':
                trace.Lift();
                (_here, _isBegun) = (_numbers.Position(origin), false);
                _start = _here;
                break;
            case 'L':
                Line(_numbers.Position(origin));
                break;
            case 'H':
                Line(_here with { X = _numbers.Next(origin.X) });
                break;
            case 'V':
                Line(_here with { Y = _numbers.Next(origin.Y) });
                break;
            case 'C':
                Cubic(_numbers.Position(origin), _numbers.Position(origin), _numbers.Position(origin));
                break;
            case 'S':
                Cubic(Reflected(before is 'C' or 'c' or 'S' or 's'), _numbers.Position(origin), _numbers.Position(origin));
                break;
            case 'Q':
                Quadratic(_numbers.Position(origin), _numbers.Position(origin));
                break;
            case 'T':
                Quadratic(Reflected(before is 'Q' or 'q' or 'T' or 't'), _numbers.Position(origin));
                break;
            case 'Z':
                Close();
                break;
            default:
                throw _numbers.Error($"the command '{command}' cannot be read (M, L, H, V, C, S, Q, T and Z can)");
        }
    }

    private SvgPosition Reflected(bool isSmooth) => isSmooth ? 2 * _here - _control : _here;

    private void Line(SvgPosition end)
    {
        Begin();
        Put(end);
        _here = end;
    }

    // A closed piece without length is a dot.
    private void Close()
    {
        Begin();
        if (_here != _start)
            Put(_start);
        trace.Lift();
        (_here, _isBegun) = (_start, false);
    }

    private void Quadratic(SvgPosition control, SvgPosition end)
    {
        var from = _here;
        // Cut evenly in n, a curve is at most |second difference| / 4n² from its chords.
        Curve(Math.Sqrt((from - 2 * control + end).Size / 4), end, t => (1 - t) * (1 - t) * from + 2 * t * (1 - t) * control + t * t * end);
        _control = control;
    }

    private void Cubic(SvgPosition first, SvgPosition second, SvgPosition end)
    {
        var from = _here;
        var bend = Math.Max((from - 2 * first + second).Size, (first - 2 * second + end).Size);
        Curve(Math.Sqrt(0.75 * bend), end, t => (1 - t) * (1 - t) * (1 - t) * from + 3 * t * (1 - t) * (1 - t) * first + 3 * t * t * (1 - t) * second + t * t * t * end);
        _control = second;
    }

    private void Curve(double pieces, SvgPosition end, Func<double, SvgPosition> at)
    {
        Begin();
        var count = tolerance is { } asked ? Math.Max(1, Math.Ceiling(pieces / Math.Sqrt(asked))) : ManyPieces;
        for (var i = 1; i < count; i++)
            Put(at(i / count));
        Put(end);
        _here = end;
    }

    // Nothing is drawn at a position from which the pen only goes elsewhere.
    private void Begin()
    {
        if (!_isBegun)
            Put(_here);
        _isBegun = true;
    }

    private void Put(SvgPosition position)
    {
        if (trace.Count >= MostPoints)
            throw _numbers.Error($"the strokes have more than {MostPoints:N0} points");
        trace.Add(position.X, -position.Y);
    }
}
