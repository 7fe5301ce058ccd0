using ProfessorForcing.Bench.Straightforward;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Contests;

/// <summary>The discriminator, forward, and backward to its weights and to the behaviour: against nn.GRU and nn.Linear under autograd.</summary>
public sealed class DiscriminatorContest : Contest
{
    private readonly RandomStream _random = new(1, "bench");
    private readonly RecurrentDiscriminator _ours;
    private readonly PlainDiscriminator _theirs;
    private readonly Tensor _behaviour;

    /// <summary>Makes both discriminators.</summary>
    /// <param name="rows">Behaviours.</param>
    /// <param name="steps">T.</param>
    /// <param name="width">F.</param>
    /// <param name="hidden">Units of each direction and of the MLP.</param>
    public DiscriminatorContest(int rows, int steps, int width, int hidden)
    {
        _ours = new RecurrentDiscriminator(new RecurrentDiscriminatorOptions { Hidden = hidden }, new BehaviourShape(width, 0), _random, CPU);
        _theirs = new PlainDiscriminator(width, hidden);
        _behaviour = randn(rows, steps, width).requires_grad_();
        var forward = 2.0 * (2 * 3 * hidden * (width + hidden) + 2 * hidden * hidden + 2 * hidden * hidden + hidden);
        Flops = 3 * forward * rows * steps;
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override void Ours()
    {
        using var scope = NewDisposeScope();
        var logit = _ours.Logit(_behaviour, null, _random);
        Gradients.Of([logit.sum()], _ours.Parameters);
    }

    /// <inheritdoc/>
    public override void Theirs()
    {
        using var scope = NewDisposeScope();
        _theirs.zero_grad();
        _theirs.Judge(_behaviour).sum().backward();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _ours.Dispose();
        _theirs.Dispose();
        _behaviour.Dispose();
    }
}
