
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Outputs;

/// <summary>A softmax over V symbols; the parameters are its logits.</summary>
/// <param name="count">V.</param>
public sealed class CategoricalOutput(int count) : IOutputDistribution
{
    /// <inheritdoc/>
    public int ParameterCount { get; } = count;

    /// <inheritdoc/>
    public int UniformsPerElement => 1;

    /// <inheritdoc/>
    public Tensor LogProbability(Tensor parameters, Tensor elements)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(elements);
        var negative = nn.functional.cross_entropy(
            parameters.reshape(-1, ParameterCount), elements.reshape(-1), reduction: nn.Reduction.None); // [N·T]
        return -negative.view(elements.shape);                                                           // [N, T]
    }

    /// <inheritdoc/>
    public Tensor Sample(Tensor parameters, Tensor uniforms, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(uniforms);
        ArgumentNullException.ThrowIfNull(options);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var logits = parameters.detach().to_type(ScalarType.Float64);                                    // [N, V]
        if (options.TopK > 0 && options.TopK < ParameterCount)
            logits = KeepTopK(logits, options.TopK);
        // Taken off the largest before the division, no logit overflows however small the temperature.
        var probabilities = (logits - logits.amax([-1], keepdim: true)).DividedBy(options.Temperature).softmax(-1); // [N, V]
        if (options.TopP < 1)
            probabilities = KeepTopP(probabilities, options.TopP);
        // Inverse of the cumulative distribution. In double precision u·total stays below total, so the
        // index is always that of a symbol with positive probability.
        var cumulative = probabilities.cumsum(-1);                                                       // [N, V]
        var target = uniforms.to_type(ScalarType.Float64) * cumulative.narrow(-1, ParameterCount - 1, 1); // [N, 1]
        return cumulative.le(target).sum(-1).MoveToOuterDisposeScope();     // [N]
    }

    /// <inheritdoc/>
    public Tensor Probabilities(Tensor parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.softmax(-1);
    }

    // By place, not by value: of equally likely symbols no more than k stay.
    private static Tensor KeepTopK(Tensor logits, int k)
    {
        var (values, places) = logits.topk(k, -1);                                                       // [N, k]
        return logits.FilledLike(double.NegativeInfinity).scatter(-1, places, values);
    }

    private static Tensor KeepTopP(Tensor probabilities, double p)
    {
        var (sorted, order) = probabilities.sort(-1, descending: true);
        var before = sorted.cumsum(-1) - sorted;                                                         // mass of likelier symbols
        var kept = sorted.FilledWhere(before.IsAtLeast(p), 0);
        return zeros_like(probabilities).scatter(-1, order, kept);
    }
}
