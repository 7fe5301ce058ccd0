using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Outputs;

/// <summary>A density over the next point of a pen in plain numbers.</summary>
/// <param name="LiftProbability">The probability that the pen is lifted after the point.</param>
/// <param name="Gaussians">The mixture of the move, in the moves' units; the weights sum to 1.</param>
public sealed record PenDensity(double LiftProbability, IReadOnlyList<PenGaussian> Gaussians)
{
    /// <summary>The density of a move, whatever the pen does after it, per unit of area.</summary>
    /// <param name="dx">To the right.</param>
    /// <param name="dy">Up.</param>
    public double Density(double dx, double dy) => Gaussians.Sum(gaussian =>
    {
        var unexplained = 1 - gaussian.Correlation * gaussian.Correlation;
        var x = (dx - gaussian.MeanX) / gaussian.DeviationX;
        var rest = (dy - gaussian.MeanY) / gaussian.DeviationY - gaussian.Correlation * x;
        return gaussian.Weight * Math.Exp(-0.5 * (x * x + rest * rest / unexplained)) / (2 * Math.PI * gaussian.DeviationX * gaussian.DeviationY * Math.Sqrt(unexplained));
    });

    // P(lift), then π, μx, μy, σx, σy, ρ.
    internal static PenDensity Of(double[] numbers)
    {
        var mixtures = numbers.Length / 6;
        double Number(int part, int i) => numbers[1 + part * mixtures + i];
        return new(numbers[0], [.. Enumerable.Range(0, mixtures).Select(i => new PenGaussian(Number(0, i), Number(1, i), Number(2, i), Number(3, i), Number(4, i), Number(5, i)))]);
    }
}
