using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// One pass of the discriminator forward, and back from its logits ℓ. Cd and the generator's costs are functions of ℓ, one for each
/// sequence, so what they send back differs by a factor for each row, ∂Cd/∂ℓ or ∂(λf·Cf + λt·Ct)/∂ℓ. One pass back gives the weights the
/// first and the behaviours the second, where the discriminator can do that; elsewhere there are two.
/// </summary>
internal sealed class DiscriminatorPass
{
    private readonly IDiscriminator _discriminator;
    private readonly BackwardPlan? _plan;
    private readonly Tensor _computed;

    /// <summary>Goes forward.</summary>
    /// <param name="discriminator">D.</param>
    /// <param name="behaviour">b: [N, T, F].</param>
    /// <param name="mask">1 at real steps, 0 at padding: [N, T]; null if there is none.</param>
    /// <param name="random">Where dropout and instance noise come from.</param>
    public DiscriminatorPass(IDiscriminator discriminator, Tensor behaviour, Tensor? mask, RandomStream random)
    {
        _discriminator = discriminator;
        _plan = discriminator.FollowsPlans ? new BackwardPlan() : null;
        _computed = discriminator.Logit(behaviour, mask, random, _plan);
        Logits = _computed.detach().requires_grad_();
    }

    /// <summary>ℓ, as the leaf of which costs are functions: [N].</summary>
    public Tensor Logits { get; }

    /// <summary>Goes back, once.</summary>
    /// <param name="cd">Cd as a function of <see cref="Logits"/>; null if the discriminator is not to learn.</param>
    /// <param name="cost">λf·Cf + λt·Ct, likewise; null if it does not reach the generator.</param>
    /// <param name="behaviours">The leaves that the behaviour was made of.</param>
    /// <param name="rows">The rows of the behaviour that they make; null for all.</param>
    /// <returns>∂Cd/∂θd, and ∂cost/∂behaviour for each leaf; null where the cost is.</returns>
    public (Gradients? Discriminator, IReadOnlyList<Tensor>? Behaviours) Back(
        Tensor? cd, Tensor? cost, IReadOnlyList<Tensor> behaviours, (int First, int Count)? rows = null)
    {
        var weights = _discriminator.Parameters;
        var toWeights = cd is null ? null : Gradients.WithRespectTo([Logits], [cd], retainGraph: true)[0]!;       // [N]
        var toBehaviours = cost is null ? null : Gradients.WithRespectTo([Logits], [cost], retainGraph: true)[0]!; // [N]
        if (_plan is null)
        {
            var first = toWeights is null ? null : Gradients.WithRespectTo(weights.Values, [_computed], [toWeights], retainGraph: toBehaviours is not null);
            var second = toBehaviours is null ? null : Gradients.WithRespectTo(behaviours, [_computed], [toBehaviours]);
            return (first is null ? null : Gradients.From(first), second?.Select(gradient => gradient!).ToArray());
        }
        if (toWeights is null && toBehaviours is null)
            return (null, null);
        // The same way whichever is wanted, so that neither depends on whether the other is, to the last bit.
        (_plan.WeightFactors, _plan.SkipsWeights) = (toWeights, toWeights is null);
        (_plan.BehaviourFactors, _plan.SkipsBehaviour, _plan.BehaviourRows) = (toBehaviours, toBehaviours is null, rows);
        var all = Gradients.WithRespectTo([.. weights.Values, .. behaviours], [_computed], [ones_like(_computed)]);
        return (
            toWeights is null ? null : Gradients.From(all[..weights.Values.Count]),
            toBehaviours is null ? null : [.. all[weights.Values.Count..].Select(gradient => gradient!)]);
    }
}
