using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Outputs;

/// <summary>
/// A density over points of a pen, (dx, dy, lift): a mixture of M bivariate Gaussians for the move, and a Bernoulli variable for whether the pen is
/// lifted after it (Graves 2013, equations 17 to 26). The P = 1 + 6·M parameters, in their order: ê; then M each of π̂, μ̂x, μ̂y, σ̂x, σ̂y and ρ̂.
/// P(lift) = 1 / (1 + exp(−ê)), π = softmax(π̂), μ = μ̂, σ = <see cref="PenMixture.Floor"/> + exp(σ̂), ρ = (1 − 10⁻³) · tanh(ρ̂).
/// </summary>
/// <remarks>
/// Graves has 1 / (1 + exp(ê)) for P(lift), which is the same but for the sign of ê, and σ = exp(σ̂). <see cref="SamplingOptions.TopK"/> and
/// <see cref="SamplingOptions.TopP"/> do not apply: points are no symbols to choose among.
/// </remarks>
/// <param name="mixtures">M: at least 1.</param>
/// <param name="longestMove">The length to which drawn moves are shortened, as recorded ones were; above 0.</param>
public sealed class PenOutput(int mixtures, double longestMove = double.PositiveInfinity) : IOutputDistribution
{
    private readonly int _mixtures = mixtures > 0 ? mixtures : throw new ArgumentOutOfRangeException(nameof(mixtures), mixtures, "At least 1.");

    /// <summary>The length to which drawn moves are shortened.</summary>
    public double LongestMove { get; } = longestMove > 0 ? longestMove : throw new ArgumentOutOfRangeException(nameof(longestMove), longestMove, "Above 0.");

    /// <inheritdoc/>
    public int ParameterCount { get; } = PenMixture.ParameterCount(mixtures);

    /// <summary>One for the Gaussian of the mixture, two for the move, one for the pen.</summary>
    public int UniformsPerElement => PenMixture.UniformsPerPoint;

    /// <inheritdoc/>
    public Tensor LogProbability(Tensor parameters, Tensor elements)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(elements);
        using var scope = NewDisposeScope();
        return (TensorMemory.HasKernels(parameters) && !elements.requires_grad ? OnKernels(parameters, elements) : OnTorch(parameters, elements)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Draws one point for each row. Moves are biased towards the likeliest as <see cref="SamplingOptions.Bias"/> says (Graves 2013, equations 61
    /// and 62; the floor of σ shrinks as σ does); <see cref="SamplingOptions.Temperature"/> τ divides π̂ and ê and multiplies σ by √τ. A move longer
    /// than <see cref="LongestMove"/> is shortened to it.
    /// </summary>
    /// <inheritdoc/>
    public Tensor Sample(Tensor parameters, Tensor uniforms, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(uniforms);
        ArgumentNullException.ThrowIfNull(options);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var numbers = parameters.detach().to_type(ScalarType.Float64);                             // [N, P]
        var (lift, weights, _, _, _) = Split(numbers);
        var u = uniforms.to_type(ScalarType.Float64).split(1, -1);                                 // each [N, 1]
        // As for symbols: an inverse of the cumulative distribution never gives a Gaussian without weight.
        var cumulative = Weights(weights, options).cumsum(-1);                                     // [N, M]
        var target = u[0] * cumulative.narrow(-1, _mixtures - 1, 1);
        var chosen = cumulative.le(target).sum(-1, keepdim: true);                                 // [N, 1]
        var gaussian = numbers.narrow(-1, 1, 6 * _mixtures).reshape(-1, 6, _mixtures)
            .gather(-1, chosen.unsqueeze(-1).expand(-1, 6, 1)).squeeze(-1);                        // [N, 6]
        var sigma = Deviations(gaussian.narrow(-1, 3, 2)).Times(Spread(options));                  // [N, 2]
        var rho = Correlations(gaussian.narrow(-1, 5, 1));                                         // [N, 1]
        // Box and Muller. 1 − u is never 0.
        var radius = (-u[1]).log1p().Times(-2).sqrt();
        var angle = u[2].Times(2 * Math.PI);
        var x = radius * angle.cos();
        var y = rho.FilledLike(1).MinusProduct(rho, rho).sqrt() * radius * angle.sin();
        var move = gaussian.narrow(-1, 1, 2).PlusProduct(sigma, cat([x, y.PlusProduct(rho, x)], -1)); // [N, 2]
        var isLifted = u[3].lt(Lift(lift, options)).to_type(ScalarType.Float64);
        // Of a move of 0 the factor is infinite before it is limited.
        var length = (move * move).sum(-1, keepdim: true).sqrt();                                  // [N, 1]
        var shortened = move * (length.FilledLike(LongestMove) / length).ClampedTo(0, 1);
        return cat([shortened, isLifted], -1).to_type(parameters.dtype).MoveToOuterDisposeScope();      // [N, 3]
    }

    /// <summary>What the parameters mean, in their order: P(lift), π, μx, μy, σx, σy, ρ.</summary>
    /// <inheritdoc/>
    public Tensor Probabilities(Tensor parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        var (lift, weights, means, deviations, correlations) = Split(parameters);
        return cat([lift.sigmoid(), weights.softmax(-1), means, Deviations(deviations), Correlations(correlations)], -1).MoveToOuterDisposeScope();
    }

    /// <summary>The density of each row, that from which <see cref="Sample"/> draws with these options, in plain numbers.</summary>
    /// <param name="parameters">[N, P].</param>
    /// <param name="options">Bias and temperature.</param>
    /// <returns>N densities.</returns>
    public PenDensity[] Describe(Tensor parameters, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (lift, weights, means, deviations, correlations) = Split(parameters.detach().to_type(ScalarType.Float64));
        var sigma = Deviations(deviations).Times(Spread(options));
        var numbers = cat([Lift(lift, options), Weights(weights, options), means, sigma, Correlations(correlations)], -1)
            .cpu().contiguous().data<double>().ToArray();
        return [.. numbers.Chunk(ParameterCount).Select(row => PenDensity.Of(row))];
    }

    private Tensor OnKernels(Tensor parameters, Tensor elements)
    {
        var points = elements.to_type(ScalarType.Float32).reshape(-1, PenMixture.PointWidth).contiguous();
        return PenLikelihoodFunction.apply(parameters.reshape(-1, ParameterCount).contiguous(), points).view(elements.shape[..^1]);
    }

    // The reference that the kernels are held against, and the way elsewhere.
    private Tensor OnTorch(Tensor parameters, Tensor elements)
    {
        var (lift, weights, means, deviations, correlations) = Split(parameters);
        var sigma = Deviations(deviations);                                                        // [N, T, 2·M]
        var rho = Correlations(correlations);                                                      // [N, T, M]
        var unexplained = rho.FilledLike(1).MinusProduct(rho, rho);                                // 1 − ρ²
        var moves = elements.narrow(-1, 0, 2).unsqueeze(-1);                                       // [N, T, 2, 1]
        var z = ((moves - ByAxis(means)) / ByAxis(sigma)).unbind(-2);                              // each [N, T, M]
        var s = ByAxis(sigma).unbind(-2);
        // zx² + zy² − 2·ρ·zx·zy over 1 − ρ², as two squares: so nothing cancels.
        var rest = z[1].MinusProduct(rho, z[0]);
        var squares = (rest * rest / unexplained).PlusProduct(z[0], z[0]);
        var area = s[0] * s[1];
        var cost = squares.Plus((area * area * unexplained).log());                                // −2 · (log N(move) + log 2π)
        // log Σ softmax(π̂)·N.
        var move = weights.Plus(cost, -0.5).logsumexp(-1) - weights.logsumexp(-1);                 // [N, T]
        var sign = elements.select(-1, 2).Times(2).Plus(-1);                                       // 1 where the pen is lifted, else −1
        var pen = nn.functional.logsigmoid(lift.squeeze(-1) * sign);
        return move.Plus(pen).Plus(-Math.Log(2 * Math.PI));
    }

    private (Tensor Lift, Tensor Weights, Tensor Means, Tensor Deviations, Tensor Correlations) Split(Tensor parameters)
    {
        var parts = parameters.split([1, _mixtures, 2 * _mixtures, 2 * _mixtures, _mixtures], -1);
        return (parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    // [.., 2·M] → [.., 2, M].
    private Tensor ByAxis(Tensor values) => values.unflatten(values.dim() - 1, 2, _mixtures);

    private static Tensor Deviations(Tensor values) => values.ClampedTo(double.NegativeInfinity, PenMixture.LargestLogDeviation).exp().Plus(PenMixture.Floor);

    private static Tensor Correlations(Tensor values) => values.tanh().Times(1 - PenMixture.CorrelationMargin);

    // Taken off the largest before the division, nothing overflows however small the temperature.
    private static Tensor Weights(Tensor values, SamplingOptions options) =>
        (values - values.amax([-1], keepdim: true)).Times(1 + options.Bias).DividedBy(options.Temperature).softmax(-1);

    private static Tensor Lift(Tensor value, SamplingOptions options) => value.DividedBy(options.Temperature).sigmoid();

    private static double Spread(SamplingOptions options) => Math.Exp(-options.Bias) * Math.Sqrt(options.Temperature);
}
