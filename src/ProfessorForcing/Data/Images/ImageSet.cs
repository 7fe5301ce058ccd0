using static TorchSharp.torch;

namespace ProfessorForcing.Data.Images;

/// <summary>Binary images as sequences of pixels.</summary>
/// <param name="images">The images.</param>
public sealed class ImageSet(BinaryImages images) : ISequenceSet
{
    /// <summary>The images.</summary>
    public BinaryImages Images => images;

    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public int SequenceLength => images.Plane.Count;

    /// <inheritdoc/>
    public long ElementCount => images.Pixels.Length;

    /// <inheritdoc/>
    public bool IsContinuous => false;

    /// <inheritdoc/>
    /// <remarks>Nothing follows an image, so that no row is longer than one.</remarks>
    public SequenceBatch Read(ReadOnlySpan<int> indices, int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var steps = length == 0 ? SequenceLength : Math.Min(length, SequenceLength);
        var elements = new long[indices.Length * steps]; // [N, T]
        for (var row = 0; row < indices.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[row], nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[row], Count, nameof(indices));
            var pixels = images[indices[row]];
            for (var t = 0; t < steps; t++)
                elements[row * steps + t] = pixels[t];
        }
        var lengths = new int[indices.Length];
        lengths.AsSpan().Fill(steps);
        return new(tensor(elements, [indices.Length, steps]), lengths);
    }
}
