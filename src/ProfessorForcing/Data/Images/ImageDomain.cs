using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// Binary images, a pixel an element: 0 (background) or 1 (ink), row by row from the top left. The softmax over the two is the pixel's
/// Bernoulli distribution; the difference of its logits is that one's logit.
/// </summary>
/// <param name="plane">Height and width.</param>
/// <param name="hasCoordinates">Whether the generator is told row and column of the pixel that comes next.</param>
/// <param name="open">Opens a split, or throws <see cref="InputDataException"/>; null where the data are not at hand.</param>
/// <param name="openLabelled">Opens images of the same kind with labels, or throws <see cref="InputDataException"/>; null where there are none.</param>
/// <param name="ink">Which brightness is ink in pictures that are read and written; bright, from the middle on, if nothing is said.</param>
public sealed class ImageDomain(
    Plane plane, bool hasCoordinates = false, Func<Split, BinaryImages>? open = null, Func<LabelledImages>? openLabelled = null, InkRule? ink = null) : ISymbolDomain
{
    /// <summary>Row and column.</summary>
    internal const int CoordinateCount = 2;

    private readonly InkRule _ink = ink ?? new();

    /// <summary>Height and width.</summary>
    public Plane Plane { get; } = plane;

    /// <inheritdoc/>
    public string ElementName => "pixel";

    /// <inheritdoc/>
    public ElementSpace Elements { get; } = new SymbolSpace(2, hasCoordinates ? Coordinates(plane) : null);

    /// <inheritdoc/>
    public LikelihoodUnit Unit => LikelihoodUnit.NatsPerImage(Plane.Count);

    /// <inheritdoc/>
    public string SampleExtension => ".png";

    /// <inheritdoc/>
    public bool RendersText => false;

    /// <inheritdoc/>
    public int? LongestSequence => Plane.Count;

    /// <summary>Makes a domain without data from what <see cref="Describe"/> said.</summary>
    /// <exception cref="InputDataException">The description is malformed.</exception>
    public static ImageDomain Restore(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description["height"] is JsonValue height && height.TryGetValue<int>(out var rows)
            && description["width"] is JsonValue width && width.TryGetValue<int>(out var columns)
            && description["coordinates"] is JsonValue coordinates && coordinates.TryGetValue<bool>(out var hasCoordinates)
            && rows > 0 && columns > 0
            ? new(new(rows, columns), hasCoordinates, ink: new(
                (description["threshold"] as JsonValue)?.TryGetValue<int>(out var threshold) is true ? threshold : InkRule.Middle,
                (description["inverted"] as JsonValue)?.TryGetValue<bool>(out var isInverted) is true && isInverted))
            : throw new InputDataException("the stored description of the image domain lacks height, width or coordinates");
    }

    /// <inheritdoc/>
    ISequenceSet IDomain.Open(Split split) => Open(split);

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputDataException">The data are not at hand.</exception>
    public ImageSet Open(Split split) => open is null
        ? throw new InputDataException("the data are not at hand: this domain was restored from a checkpoint")
        : new(open(split));

    /// <summary>Images of the same kind with labels.</summary>
    /// <exception cref="InputDataException">There are none, or they are missing or malformed.</exception>
    public LabelledImages OpenLabelled() => openLabelled is null
        ? throw new InputDataException("there are no labelled images of this kind, from which a classifier could learn")
        : openLabelled();

    /// <summary>
    /// Reads a PNG image, or its beginning: the pixels before the first that is wholly transparent, and an image of fewer rows is one whose
    /// other rows are missing.
    /// </summary>
    /// <inheritdoc/>
    public long[] ReadFile(string path)
    {
        var image = PngFile.Read(path, _ink.Brightness(false));
        if (image.Plane.Width != Plane.Width || image.Plane.Height > Plane.Height)
            throw new InputDataException($"'{path}' has {image.Plane.Height} × {image.Plane.Width} pixels; needed are {Plane.Width} columns and at most {Plane.Height} rows");
        var given = Array.IndexOf(image.IsThere, false);
        var count = given < 0 ? image.Brightness.Length : given;
        if (image.IsThere.AsSpan(count).Contains(true))
            throw new InputDataException($"'{path}' has pixels after a transparent one: what is given must be the beginning of the image, row by row from the top left");
        return [.. image.Brightness.Take(count).Select(brightness => _ink.Level(brightness) >= _ink.Threshold ? 1L : 0)];
    }

    /// <inheritdoc/>
    public string Label(long element) => element.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes samples as a PNG image: one as it is, several as a grid. Pixels that are missing at the end are background.</summary>
    /// <inheritdoc/>
    public void Render(IReadOnlyList<long[]> samples, Stream output)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ImageGrid.Write(Plane, [.. samples.Select(sample =>
        {
            Array.Resize(ref sample, Plane.Count);
            return sample;
        })], _ink, output);
    }

    /// <inheritdoc/>
    public IReadOnlyList<IBaseline> Baselines()
    {
        var train = Open(Split.Train).Images;
        return [IndependentPixels.Train(train), ContextPixels.Train(train)];
    }

    /// <inheritdoc/>
    public JsonObject Describe() => new()
    {
        ["height"] = Plane.Height,
        ["width"] = Plane.Width,
        ["coordinates"] = hasCoordinates,
        ["threshold"] = _ink.Threshold,
        ["inverted"] = _ink.IsInverted,
    };

    // Row and column, each from −1 to 1.
    private static PositionFeatures Coordinates(Plane plane)
    {
        static float Place(int index, int count) => count == 1 ? 0 : 2f * index / (count - 1) - 1;
        var values = new float[CoordinateCount * plane.Count];
        for (var t = 0; t < plane.Count; t++)
        {
            var (row, column) = Math.DivRem(t, plane.Width);
            (values[CoordinateCount * t], values[CoordinateCount * t + 1]) = (Place(row, plane.Height), Place(column, plane.Width));
        }
        return new(CoordinateCount, values);
    }
}
