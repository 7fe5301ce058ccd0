namespace ProfessorForcing.Kernels.Outputs;

/// <summary>
/// What the 1 + 6·M parameters of a density over points of a pen mean (Graves 2013, equations 17 to 26), in their order: ê; then M each of π̂, μ̂x, μ̂y,
/// σ̂x, σ̂y and ρ̂. P(lift) = 1 / (1 + exp(−ê)), π = softmax(π̂), μ = μ̂, σ = <see cref="Floor"/> + exp(σ̂), ρ = (1 − 10⁻³) · tanh(ρ̂).
/// </summary>
public static class PenMixture
{
    /// <summary>
    /// The least standard deviation, in units of the normalised moves. Recorded moves are whole units of the sensor, which are 0.0254 of
    /// IAM-OnDB's normalised ones; rounding to them has a deviation of 0.0254 / √12 = 0.0073. Without a floor a density could grow without limit
    /// on the values that occur, and its likelihood would mean nothing.
    /// </summary>
    public const double Floor = 0.0075;

    /// <summary>σ̂ counts as no more than this: a deviation of 22,026, and no overflow of exp.</summary>
    public const double LargestLogDeviation = 10;

    /// <summary>What |ρ| is below 1 at least, so that it is so in single precision too.</summary>
    public const double CorrelationMargin = 1e-3;

    /// <summary>Numbers of a point: dx, dy, lift.</summary>
    public const int PointWidth = 3;

    /// <summary>Uniform numbers that a draw takes: one for the Gaussian of the mixture, two for the move, one for the pen.</summary>
    public const int UniformsPerPoint = 4;

    /// <summary>How many parameters there are.</summary>
    /// <param name="mixtures">M.</param>
    public static int ParameterCount(int mixtures) => 1 + 6 * mixtures;

    /// <summary>Draws a point, in double precision.</summary>
    /// <param name="parameters">1 + 6·M numbers.</param>
    /// <param name="uniforms">Four numbers in [0, 1).</param>
    /// <param name="bias">b: σ is divided by eᵇ, and π̂ multiplied by 1 + b (Graves 2013, equations 61 and 62).</param>
    /// <param name="temperature">τ: divides π̂ and ê; σ is multiplied by √τ.</param>
    /// <param name="longestMove">The length to which a longer move is shortened, as recorded ones are.</param>
    /// <param name="point">Receives dx, dy, lift.</param>
    public static void Draw(ReadOnlySpan<float> parameters, ReadOnlySpan<float> uniforms, double bias, double temperature, double longestMove, Span<float> point)
    {
        var mixtures = (parameters.Length - 1) / 6;
        var chosen = Choose(parameters.Slice(1, mixtures), uniforms[0], (1 + bias) / temperature);
        double Number(ReadOnlySpan<float> all, int part) => all[1 + part * mixtures + chosen];
        var spread = Math.Exp(-bias) * Math.Sqrt(temperature);
        var deviationX = spread * (Math.Exp(Math.Min(Number(parameters, 3), LargestLogDeviation)) + Floor);
        var deviationY = spread * (Math.Exp(Math.Min(Number(parameters, 4), LargestLogDeviation)) + Floor);
        var correlation = (1 - CorrelationMargin) * Math.Tanh(Number(parameters, 5));
        // Box and Muller. 1 − u is never 0.
        var radius = Math.Sqrt(-2 * Math.Log(1 - (double)uniforms[1]));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * uniforms[2]);
        var x = radius * cosine;
        var y = correlation * x + Math.Sqrt(1 - correlation * correlation) * radius * sine;
        var (dx, dy) = (Number(parameters, 1) + deviationX * x, Number(parameters, 2) + deviationY * y);
        // Of a move of 0 the factor is infinite before it is limited.
        var factor = Math.Min(1, longestMove / Math.Sqrt(dx * dx + dy * dy));
        point[0] = (float)(dx * factor);
        point[1] = (float)(dy * factor);
        point[2] = uniforms[3] < 1 / (1 + Math.Exp(-parameters[0] / temperature)) ? 1 : 0;
    }

    // An inverse of the cumulative distribution never gives a Gaussian without weight.
    private static int Choose(ReadOnlySpan<float> logits, double uniform, double sharpness)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        Span<double> cumulative = logits.Length <= 128 ? stackalloc double[logits.Length] : new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++)
            cumulative[i] = sum += Math.Exp((logits[i] - largest) * sharpness);
        var (target, chosen) = (uniform * sum, 0);
        while (chosen < logits.Length - 1 && cumulative[chosen] <= target)
            chosen++;
        return chosen;
    }
}
