using ProfessorForcing.Autograd;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Contests;

/// <summary>The likelihood of symbols under a softmax of an affine map, forward, and backward to states and weights: against linear and cross_entropy under autograd.</summary>
public sealed class LikelihoodContest : Contest
{
    private readonly Tensor _hidden;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _targets;
    private readonly Tensor _upstream;

    /// <summary>Makes states, weights and targets.</summary>
    /// <param name="shape">Their sizes.</param>
    public LikelihoodContest(LikelihoodShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var (rows, steps, hidden, symbols) = ((long)shape.Rows, (long)shape.Steps, (long)shape.Hidden, (long)shape.Symbols);
        _hidden = randn(rows, steps, hidden, requires_grad: true);                               // [N, T, H]
        _weight = randn(symbols, hidden).Times(1 / Math.Sqrt(hidden)).requires_grad_();            // [V, H]
        _bias = zeros(symbols, requires_grad: true);
        _targets = randint(0, symbols, [rows, steps], dtype: ScalarType.Int64);                     // [N, T]
        _upstream = ones(rows, steps);
        // Logits; their gradient to states and weights. Ours makes the logits once more on the way back.
        TheirFlops = 3 * 2.0 * rows * steps * hidden * symbols;
        Flops = 4 * 2.0 * rows * steps * hidden * symbols;
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override double TheirFlops { get; }

    /// <summary>log P of the symbols, [N, T], in nats, and its gradients, by the kernels.</summary>
    public IReadOnlyList<Tensor> OnKernels()
    {
        var likelihood = Affine.LogProbability(_hidden, _weight, _bias, _targets);
        return [likelihood, .. autograd.grad([likelihood], [_hidden, _weight, _bias], [_upstream])];
    }

    /// <summary>The same by torch.</summary>
    public IReadOnlyList<Tensor> ByTorch()
    {
        var logits = nn.functional.linear(_hidden, _weight, _bias);                              // [N, T, V]
        var loss = nn.functional.cross_entropy(logits.view(-1, logits.shape[2]), _targets.view(-1), reduction: nn.Reduction.None);
        var likelihood = loss.neg().view(_targets.shape);                                        // [N, T]
        return [likelihood, .. autograd.grad([likelihood], [_hidden, _weight, _bias], [_upstream])];
    }

    /// <inheritdoc/>
    public override void Ours()
    {
        using var scope = NewDisposeScope();
        OnKernels();
    }

    /// <inheritdoc/>
    public override void Theirs()
    {
        using var scope = NewDisposeScope();
        ByTorch();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _hidden.Dispose();
        _weight.Dispose();
        _bias.Dispose();
        _targets.Dispose();
        _upstream.Dispose();
    }
}
