using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>A discriminator: the section <c>discriminator</c> of a configuration. One derived record for each <c>kind</c>.</summary>
public abstract record DiscriminatorOptions
{
    /// <summary>Bound of the logit c: clipped to [−clip, clip].</summary>
    [Option("The sequence logit is clipped to plus and minus this.", Min = 0, MinExclusive = true, Max = 100)]
    public double Clip { get; init; } = 10;

    /// <summary>Share of inner features dropped.</summary>
    [Option("Share of the inputs dropped: of each layer of the recurrent kind's MLP, or of what follows the first convolution.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>Standard deviation of the Gaussian noise added to behaviour.</summary>
    [Option("Standard deviation of Gaussian noise added to the behaviour that is judged (instance noise).", Min = 0, Max = 100)]
    public double InstanceNoise { get; init; }

    /// <summary>Width of a learned projection of output parameters; 0: none.</summary>
    [Option("Width of a learned projection of the output parameters before they are judged; 0: none (needs at most 1,024 parameters).", Min = 0, Max = 16_384)]
    public int OutputProjection { get; init; }

    /// <summary>Makes the discriminator with its initial weights.</summary>
    /// <param name="shape">The behaviour it sees.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="recomputeSteps">Steps whose gates are computed again at a time on the way back, where there are gates; 0: they are kept.</param>
    /// <exception cref="ConfigurationException">It cannot judge such behaviour.</exception>
    public abstract IDiscriminator Create(BehaviourShape shape, RandomStream random, Device device, int recomputeSteps = 0);
}
