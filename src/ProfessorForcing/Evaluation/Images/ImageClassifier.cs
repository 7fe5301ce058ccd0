using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation.Images;

/// <summary>
/// A small convolutional classifier of binary images: two convolutions, each followed by ReLU and the largest of 2 × 2 pixels, then an affine
/// layer of features with ReLU, and an affine map to the classes' logits.
/// </summary>
public sealed class ImageClassifier : IDisposable
{
    /// <summary>Number of features that images are compared by.</summary>
    public const int Features = 64;

    /// <summary>Least height and width of images.</summary>
    public const int LeastSide = 4;

    private const int BatchSize = 500;
    private static readonly int[] Channels = [16, 32];

    private readonly Plane _plane;
    private readonly AffineParameters[] _convolutions;
    private readonly AffineParameters _features;
    private readonly AffineParameters _logits;

    /// <summary>Makes a classifier with torch.nn's initial weights.</summary>
    /// <param name="plane">Size of the images, at least 4 × 4.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Where initial weights come from.</param>
    public ImageClassifier(Plane plane, int classes, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Height, LeastSide, nameof(plane));
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Width, LeastSide, nameof(plane));
        _plane = plane;
        Classes = classes;
        Parameters = new ParameterSet(CPU);
        _convolutions = [.. Channels.Select((channels, i) => new AffineParameters(Parameters, $"convolutions.{i}", i == 0 ? 1 : Channels[i - 1], channels, random, 3, 3))];
        _features = new AffineParameters(Parameters, "features", Channels[^1] * (plane.Height / 4) * (plane.Width / 4), Features, random);
        _logits = new AffineParameters(Parameters, "logits", Features, classes, random);
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The weights.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Looks at images.</summary>
    /// <param name="pixels">0 or 1: float32 [N, 1, H, W].</param>
    /// <returns>Features [N, <see cref="Features"/>], and logits [N, classes].</returns>
    public (Tensor Features, Tensor Logits) Look(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var features = pixels;
        foreach (var convolution in _convolutions)
        {
            features = nn.functional.conv2d(features, convolution.Weight, convolution.Bias, padding: [1, 1]).relu();   // [N, C, H', W']
            features = nn.functional.max_pool2d(features, 2);
        }
        features = nn.functional.linear(features.flatten(1), _features.Weight, _features.Bias).relu();                 // [N, features]
        var logits = nn.functional.linear(features, _logits.Weight, _logits.Bias);                                     // [N, classes]
        return (features.MoveToOuterDisposeScope(), logits.MoveToOuterDisposeScope());
    }

    /// <summary>Looks at many images, without gradient.</summary>
    /// <returns>Features, float64 [N, <see cref="Features"/>], and probabilities, float64 [N, classes].</returns>
    public (Tensor Features, Tensor Probabilities) Look(BinaryImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (features, probabilities) = (new List<Tensor>(), new List<Tensor>());
        foreach (var chunk in Enumerable.Range(0, images.Count).Chunk(BatchSize))
        {
            using var batch = NewDisposeScope();
            var (seen, logits) = Look(ToTensor(images, chunk));
            features.Add(seen.to_type(ScalarType.Float64).MoveToOuterDisposeScope());
            probabilities.Add(logits.to_type(ScalarType.Float64).softmax(-1).MoveToOuterDisposeScope());
        }
        return (cat(features).MoveToOuterDisposeScope(), cat(probabilities).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>Some images as the network reads them: float32 [N, 1, H, W].</summary>
    internal Tensor ToTensor(BinaryImages images, ReadOnlySpan<int> indices)
    {
        if (images.Plane != _plane)
            throw new ArgumentException($"The images have {images.Plane.Height} × {images.Plane.Width} pixels instead of {_plane.Height} × {_plane.Width}.", nameof(images));
        var values = new float[indices.Length * _plane.Count];
        for (var i = 0; i < indices.Length; i++)
        {
            var pixels = images[indices[i]];
            for (var p = 0; p < pixels.Length; p++)
                values[i * _plane.Count + p] = pixels[p];
        }
        return tensor(values, indices.Length, 1, _plane.Height, _plane.Width);
    }
}
