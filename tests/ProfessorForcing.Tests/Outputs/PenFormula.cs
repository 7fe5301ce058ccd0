using ProfessorForcing.Outputs;

namespace ProfessorForcing.Tests.Outputs;

/// <summary>Graves (2013), equations 18 to 25, as they are printed, in double precision; for numbers of ordinary size only.</summary>
internal sealed class PenFormula
{
    public PenFormula(IReadOnlyList<double> raw, SamplingOptions? options = null)
    {
        var (bias, temperature) = (options?.Bias ?? 0, options?.Temperature ?? 1);
        Mixtures = (raw.Count - 1) / 6;
        double[] Part(int i) => [.. raw.Skip(1 + i * Mixtures).Take(Mixtures)];
        double[] Positive(int i) => [.. Part(i).Select(value => (0.0075 + Math.Exp(value)) * Math.Exp(-bias) * Math.Sqrt(temperature))];
        Lift = 1 / (1 + Math.Exp(-raw[0] / temperature));
        var weights = Part(0).Select(value => Math.Exp(value * (1 + bias) / temperature)).ToArray();
        Weights = [.. weights.Select(weight => weight / weights.Sum())];
        (MeansX, MeansY, SigmasX, SigmasY) = (Part(1), Part(2), Positive(3), Positive(4));
        Rhos = [.. Part(5).Select(value => 0.999 * Math.Tanh(value))];
    }

    public int Mixtures { get; }

    public double Lift { get; }

    public double[] Weights { get; }

    public double[] MeansX { get; }

    public double[] MeansY { get; }

    public double[] SigmasX { get; }

    public double[] SigmasY { get; }

    public double[] Rhos { get; }

    /// <summary>All of them, in the order of the parameters.</summary>
    public double[] Numbers => [Lift, .. Weights, .. MeansX, .. MeansY, .. SigmasX, .. SigmasY, .. Rhos];

    /// <summary>The mean of a function of the Gaussian's place.</summary>
    public double Mean(Func<int, double> value) => Enumerable.Range(0, Mixtures).Sum(i => Weights[i] * value(i));

    public double Density(double dx, double dy) => Mean(i =>
    {
        var (x, y, remainder) = (dx - MeansX[i], dy - MeansY[i], 1 - Rhos[i] * Rhos[i]);
        var z = x * x / (SigmasX[i] * SigmasX[i]) + y * y / (SigmasY[i] * SigmasY[i]) - 2 * Rhos[i] * x * y / (SigmasX[i] * SigmasY[i]);
        return Math.Exp(-z / (2 * remainder)) / (2 * Math.PI * SigmasX[i] * SigmasY[i] * Math.Sqrt(remainder));
    });

    public double Density(double dx, double dy, bool isLifted) => Density(dx, dy) * (isLifted ? Lift : 1 - Lift);
}
