using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>What makes a discriminator's task harder while it learns; nothing is drawn where there is none of it.</summary>
internal static class Disturbance
{
    /// <summary>Adds Gaussian noise of a standard deviation (instance noise).</summary>
    public static Tensor AddNoise(Tensor behaviour, double deviation, RandomStream random)
    {
        if (deviation == 0)
            return behaviour;
        using var source = new Generator(random.NextUInt64() >> 1, behaviour.device);
        return behaviour.Plus(randn(behaviour.shape, dtype: behaviour.dtype, device: behaviour.device, generator: source).Times(deviation));
    }

    /// <summary>Drops a share of the features, and scales the others so that their mean stays.</summary>
    public static Tensor DropOut(Tensor features, double share, RandomStream random)
    {
        if (share == 0)
            return features;
        using var scope = NewDisposeScope();
        using var source = new Generator(random.NextUInt64() >> 1, features.device);
        var kept = rand(features.shape, device: features.device, generator: source).IsAtLeast(share);
        return (features * kept.to_type(features.dtype)).DividedBy(1 - share).MoveToOuterDisposeScope();
    }
}
