namespace ProfessorForcing.Outputs;

/// <summary>A density over the next point of a pen in plain numbers: M bivariate Gaussians for the move, in the moves' units, and the pen's probability.</summary>
public sealed class PenDensity
{
    private readonly double[] _numbers;
    private readonly int _mixtures;

    // P(lift), then π, μx, μy, σx, σy, ρ.
    internal PenDensity(double[] numbers) => (_numbers, _mixtures) = (numbers, numbers.Length / 6);

    /// <summary>The probability that the pen is lifted after the point.</summary>
    public double LiftProbability => _numbers[0];

    /// <summary>π: M numbers whose sum is 1.</summary>
    public IReadOnlyList<double> Weights => Part(0);

    /// <summary>μx.</summary>
    public IReadOnlyList<double> MeansX => Part(1);

    /// <summary>μy.</summary>
    public IReadOnlyList<double> MeansY => Part(2);

    /// <summary>σx: positive.</summary>
    public IReadOnlyList<double> DeviationsX => Part(3);

    /// <summary>σy: positive.</summary>
    public IReadOnlyList<double> DeviationsY => Part(4);

    /// <summary>ρ: strictly between −1 and 1.</summary>
    public IReadOnlyList<double> Correlations => Part(5);

    /// <summary>The density of a move, whatever the pen does after it, per unit of area.</summary>
    /// <param name="dx">To the right.</param>
    /// <param name="dy">Up.</param>
    public double Density(double dx, double dy)
    {
        var density = 0.0;
        for (var i = 0; i < _mixtures; i++)
        {
            var (deviationX, deviationY, correlation) = (Number(3, i), Number(4, i), Number(5, i));
            var unexplained = 1 - correlation * correlation;
            var x = (dx - Number(1, i)) / deviationX;
            var y = (dy - Number(2, i)) / deviationY;
            var rest = y - correlation * x;
            density += Number(0, i) * Math.Exp(-0.5 * (x * x + rest * rest / unexplained)) / (2 * Math.PI * deviationX * deviationY * Math.Sqrt(unexplained));
        }
        return density;
    }

    private double Number(int part, int i) => _numbers[1 + part * _mixtures + i];

    private ArraySegment<double> Part(int part) => new(_numbers, 1 + part * _mixtures, _mixtures);
}
