using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// A folder of PNG images of one size (<c>kind</c> <c>png</c>), in an order drawn from a seed: first those for training, then validation,
/// then test.
/// </summary>
public sealed record PngOptions : GreyImageOptions
{
    /// <summary>The folder.</summary>
    [Option("The folder of PNG images, all of data.height by data.width pixels; a relative path is also looked for in the data root.")]
    public string Path { get; init; } = "";

    /// <summary>Whether dark is ink.</summary>
    [Option("Dark pixels are 1; otherwise bright ones.")]
    public bool Inverted { get; init; }

    /// <summary>Share for validation.</summary>
    [Option("Share of the images for validation.", Min = 0, MinExclusive = true, Max = 0.5)]
    public double ValidFraction { get; init; } = 0.1;

    /// <summary>Share for test.</summary>
    [Option("Share of the images for test.", Min = 0, MinExclusive = true, Max = 0.4)]
    public double TestFraction { get; init; } = 0.1;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var folder = locator.FindFolder(Path);
        string[] files = [.. Files(folder).Order(StringComparer.Ordinal)];
        new RandomStream((ulong)BinarizationSeed, "splits").Shuffle(files.AsSpan());
        var (valid, test) = ((int)Math.Ceiling(files.Length * ValidFraction), (int)Math.Ceiling(files.Length * TestFraction));
        var train = files.Length - valid - test;
        if (train < 1)
            throw new InputDataException($"'{folder}' has {files.Length} PNG images; training, validation and test need at least 3");
        var images = new GreyImages(Plane, [.. files.SelectMany(Read)]);
        var sets = new[] { Binarize(images.Slice(0, train), Split.Train), Binarize(images.Slice(train, valid), Split.Valid), Binarize(images.Slice(train + valid, test), Split.Test) };
        return new ImageDomain(Plane, Coordinates, split => sets[(int)split]);
    }

    /// <inheritdoc/>
    public override void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        base.Validate(path, errors);
        if (Path.Length == 0)
            errors.Add($"{path}.path is empty: name a folder of PNG images");
    }

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputDataException($"'{folder}' cannot be read: {cause.Message}", cause);
        }
    }

    private byte[] Read(string file)
    {
        var image = PngFile.Read(file);
        if (image.Plane != Plane)
            throw new InputDataException($"'{file}' has {image.Plane.Height} × {image.Plane.Width} pixels instead of {Height} × {Width} (data.height, data.width)");
        return Inverted ? Array.ConvertAll(image.Levels, level => (byte)(255 - level)) : image.Levels;
    }
}
