using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>A classifier D(b) of behaviour sequences: the probability that b comes from teacher forcing is σ(clip(ℓ)).</summary>
public interface IDiscriminator : IDisposable
{
    /// <summary>θd.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Bound of the logit.</summary>
    double Clip { get; }

    /// <summary>Whether <see cref="Logit"/> can follow a plan.</summary>
    bool FollowsPlans { get; }

    /// <summary>One logit ℓ for each sequence, not yet clipped.</summary>
    /// <param name="behaviour">b: [N, T, F].</param>
    /// <param name="mask">1 at real steps, 0 at padding: [N, T]; null if there is none. Padding has no influence on ℓ.</param>
    /// <param name="random">Where dropout and instance noise come from.</param>
    /// <param name="plan">What the pass back shall give; null for all, and where <see cref="FollowsPlans"/> is false.</param>
    /// <returns>[N].</returns>
    Tensor Logit(Tensor behaviour, Tensor? mask, RandomStream random, BackwardPlan? plan = null);
}
