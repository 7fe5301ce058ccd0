using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>The convolutional discriminator of images (<c>kind</c> <c>convolutional</c>): the paper's section 4.3.</summary>
public sealed record ConvolutionalDiscriminatorOptions : DiscriminatorOptions, IValidatable
{
    /// <summary>Channels that each convolution puts out.</summary>
    [Option("Channels that each convolution puts out, from the first to the last.", Min = 1, Max = 16_384)]
    public IReadOnlyList<int> Channels { get; init; } = [64, 128];

    /// <summary>Height and width of the convolutions' windows.</summary>
    [Option("Height and width of the convolutions' windows, an odd number.", Min = 1, Max = 63)]
    public int Kernel { get; init; } = 5;

    /// <summary>How far a window moves.</summary>
    [Option("How many rows and columns a window moves, so that each convolution divides height and width by it.", Min = 1, Max = 63)]
    public int Stride { get; init; } = 2;

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (Channels.Count == 0)
            errors.Add($"{path}.channels is empty: name the channels of at least one convolution");
        if (Kernel % 2 == 0)
            errors.Add($"{path}.kernel is {Kernel}: allowed are odd numbers");
    }

    /// <inheritdoc/>
    public override IDiscriminator Create(BehaviourShape shape, RandomStream random, Device device, int recomputeSteps = 0) =>
        new ConvolutionalDiscriminator(this, shape, random, device);
}
