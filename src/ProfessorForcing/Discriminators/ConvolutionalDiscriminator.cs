using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>
/// The discriminator of images (the paper's section 4.3): a behaviour's T steps are the pixels of a plane with F channels, which goes
/// through strided convolutions, each followed by a leaky ReLU, and an affine map to the sequence's logit ℓ. There are no batch
/// statistics, which would leak which half of the minibatch a row is from.
/// </summary>
public sealed class ConvolutionalDiscriminator : IDiscriminator
{
    // What the networks of such discriminators commonly have (Radford et al. 2016, arXiv:1511.06434).
    private const double NegativeSlope = 0.2;

    private readonly ConvolutionalDiscriminatorOptions _options;
    private readonly Plane _plane;
    private readonly OutputProjection _projection;
    private readonly AffineParameters[] _convolutions;
    private readonly AffineParameters _logit;

    /// <summary>Makes a discriminator with torch.nn's initial weights.</summary>
    /// <param name="options">Sizes, dropout, noise.</param>
    /// <param name="shape">The behaviour, with its plane.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="type">The parameters' number format.</param>
    /// <exception cref="ConfigurationException">The behaviour does not lie in a plane.</exception>
    public ConvolutionalDiscriminator(
        ConvolutionalDiscriminatorOptions options, BehaviourShape shape, RandomStream random, Device device, ScalarType type = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shape);
        _options = options;
        _plane = shape.Plane
            ?? throw new ConfigurationException("discriminator.kind is convolutional, but the data's sequences are no images; allowed for them: recurrent");
        Parameters = new ParameterSet(device, type);
        _projection = new OutputProjection(Parameters, shape, options.OutputProjection, random);
        var sizes = Sizes(options, _projection.Width, _plane);
        _convolutions = [.. sizes.Select((size, i) =>
            new AffineParameters(Parameters, $"convolutions.{i}", size.Inputs, size.Outputs, random, options.Kernel, options.Kernel))];
        _logit = new AffineParameters(Parameters, "logit", sizes[^1].Outputs * sizes[^1].Plane.Count, 1, random);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public double Clip => _options.Clip;

    /// <inheritdoc/>
    public bool FollowsPlans => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A behaviour is not of a whole plane.</exception>
    public Tensor Logit(Tensor behaviour, Tensor? mask, RandomStream random, BackwardPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(random);
        if (behaviour.shape[1] != _plane.Count || mask is not null)
            throw new ArgumentException($"The behaviour has {behaviour.shape[1]} steps or padding; allowed are whole planes of {_plane.Height} × {_plane.Width}.", nameof(behaviour));
        // What the projection keeps for the way back outlives the scope.
        var projected = _projection.Apply(Disturbance.AddNoise(behaviour, _options.InstanceNoise, random), null); // [N, T, F']
        using var scope = NewDisposeScope();
        var features = projected.transpose(1, 2).reshape(-1, _projection.Width, _plane.Height, _plane.Width);  // [N, F', H, W]
        var isFirst = true;
        foreach (var convolution in _convolutions)
        {
            if (!isFirst)
                features = Disturbance.DropOut(features, _options.Dropout, random);
            var sums = nn.functional.conv2d(
                features, convolution.Weight, convolution.Bias,
                strides: [_options.Stride, _options.Stride], padding: [_options.Kernel / 2, _options.Kernel / 2]);  // [N, C, H', W']
            features = sums.relu().Times(1 - NegativeSlope).Plus(sums, NegativeSlope);
            isFirst = false;
        }
        features = Disturbance.DropOut(features.flatten(1), _options.Dropout, random);                         // [N, C·H'·W']
        return nn.functional.linear(features, _logit.Weight, _logit.Bias).squeeze(-1).MoveToOuterDisposeScope();       // ℓ: [N]
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>What each convolution reads and puts out.</summary>
    /// <param name="options">Channels, window and stride.</param>
    /// <param name="width">Features of the first one's input.</param>
    /// <param name="plane">Its plane.</param>
    /// <returns>Channels of input and output, and the output's plane.</returns>
    internal static IReadOnlyList<(int Inputs, int Outputs, Plane Plane)> Sizes(ConvolutionalDiscriminatorOptions options, int width, Plane plane)
    {
        // With a padding of half a window.
        int Shrink(int size) => (size - 1) / options.Stride + 1;
        var sizes = new List<(int, int, Plane)>();
        foreach (var outputs in options.Channels)
        {
            plane = new Plane(Shrink(plane.Height), Shrink(plane.Width));
            sizes.Add((width, outputs, plane));
            width = outputs;
        }
        return sizes;
    }
}
