using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Draws strokes as a hand does: point by point, faster in the middle, and never quite where it should be.</summary>
/// <param name="style">Speed and jitter.</param>
/// <param name="random">Advances with every point.</param>
/// <param name="trace">Takes the points.</param>
internal sealed class PenHand(HersheyStyle style, RandomStream random, PenTrace trace)
{
    // How much of the hand's error is still there at the next point.
    private const double Persistence = 0.8;

    // Speed at a stroke's ends, as a share of what is added to it in the middle.
    private const double Slowest = 0.35;

    // Makes the mean over a long stroke the style's speed: 1 / ∫ dt / (Slowest + sin πt), over t from 0 to 1.
    private const double MeanSpeed = 0.86;

    // Spread of the logarithm of a step.
    private const double Unevenness = 0.35;

    private double _errorX, _errorY;
    private bool _isUp = true;

    /// <summary>Draws one stroke, or goes on with the one before if the pen was not lifted.</summary>
    /// <param name="way">The corners of its way, at least one.</param>
    /// <param name="lifts">Whether the pen is lifted in the end.</param>
    public void Draw(ReadOnlySpan<(double X, double Y)> way, bool lifts)
    {
        var total = 0.0;
        for (var i = 1; i < way.Length; i++)
            total += Distance(way[i - 1], way[i]);
        if (_isUp || way.Length == 1)
            Put(way[0]);
        var (piece, before) = (1, 0.0);
        for (var place = Step(0); place < total; place += Step(place / total))
        {
            while (before + Distance(way[piece - 1], way[piece]) < place && piece < way.Length - 1)
                before += Distance(way[piece - 1], way[piece++]);
            var share = (place - before) / Distance(way[piece - 1], way[piece]);
            Put((way[piece - 1].X + share * (way[piece].X - way[piece - 1].X), way[piece - 1].Y + share * (way[piece].Y - way[piece - 1].Y)));
        }
        if (way.Length > 1)
            Put(way[^1]);
        if (lifts)
            trace.Lift();
        _isUp = lifts;
    }

    /// <summary>How far it is from one place to another.</summary>
    public static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private double Step(double share) =>
        style.Speed / MeanSpeed * (Slowest + Math.Sin(Math.PI * share)) * Math.Exp(Unevenness * Math.Clamp(random.NextGaussian(), -3, 3));

    private void Put((double X, double Y) place)
    {
        (_errorX, _errorY) = (Stray(_errorX), Stray(_errorY));
        trace.Add(place.X + _errorX, place.Y + _errorY);
    }

    private double Stray(double error) => Persistence * error + Math.Sqrt(1 - Persistence * Persistence) * style.Jitter * random.NextGaussian();
}
