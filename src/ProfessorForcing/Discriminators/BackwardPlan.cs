using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>
/// What a pass back through a discriminator gives, decided after the pass forward. A sequence has one logit, so the gradients of all costs
/// with respect to anything below differ only by a factor for each sequence: one pass back from the logits gives the weights' gradient for
/// one cost and the behaviour's for another.
/// </summary>
public sealed class BackwardPlan
{
    /// <summary>What each row's share in the weights' gradients is multiplied by: [N]; null for ones.</summary>
    public Tensor? WeightFactors { get; set; }

    /// <summary>What each row's gradient of its behaviour is multiplied by: [N]; null for ones.</summary>
    public Tensor? BehaviourFactors { get; set; }

    /// <summary>Whether the weights' gradients are left out.</summary>
    public bool SkipsWeights { get; set; }

    /// <summary>Whether the behaviour's gradient is left out.</summary>
    public bool SkipsBehaviour { get; set; }

    /// <summary>The rows whose gradient of their behaviour is wanted; null for all. That of others may be zero.</summary>
    public (int First, int Count)? BehaviourRows { get; set; }

    /// <summary>Whether what the recurrence reads is the behaviour itself; if it is a learned projection of it, that needs its gradient.</summary>
    internal bool ReadsBehaviour { get; set; } = true;

    /// <summary>The rows for which the gradient of what the recurrence reads is needed; null for all.</summary>
    internal (int First, int Count)? InputRows => ReadsBehaviour || SkipsWeights ? BehaviourRows : null;

    /// <summary>The weights' factors for every step of time-major sequences: [T·N]; null for ones.</summary>
    /// <param name="steps">T.</param>
    internal Tensor? WeightFactorsOver(long steps) => WeightFactors?.unsqueeze(0).expand(steps, -1).contiguous().view(-1);
}
