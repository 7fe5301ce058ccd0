using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// A folder of PNG images of one size (<c>kind</c> <c>png</c>), with its subfolders, run folders left out. A file's name and a seed decide which
/// split it falls to. Transparent pixels are background.
/// </summary>
public sealed record PngOptions : GreyImageOptions
{
    /// <summary>The folder.</summary>
    [Option("The folder of PNG images (with its subfolders, run folders left out), all of data.height by data.width pixels; a relative path is also looked for in the data root.")]
    public string Path { get; init; } = "";

    /// <summary>Whether dark is ink.</summary>
    [Option("Dark pixels are 1; otherwise bright ones.")]
    public bool Inverted { get; init; }

    /// <summary>Share for validation.</summary>
    [Option("Share of the images for validation, on average: a file's name decides.", Min = 0, MinExclusive = true, Max = 0.5)]
    public double ValidFraction { get; init; } = 0.1;

    /// <summary>Share for test.</summary>
    [Option("Share of the images for test, likewise.", Min = 0, MinExclusive = true, Max = 0.4)]
    public double TestFraction { get; init; } = 0.1;

    /// <inheritdoc/>
    internal override InkRule Ink => base.Ink with { IsInverted = Inverted };

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var folder = locator.FindFolder(Path);
        var files = Files(folder).Select(file => System.IO.Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal).ToLookup(SplitOf);
        var count = files.Sum(group => group.Count());
        if (Enum.GetValues<Split>().FirstOrDefault(split => !files.Contains(split), (Split)(-1)) is var empty and >= 0)
            throw new InputDataException($"'{folder}' has {count} PNG images, of which none falls to the {OptionNames.Of(empty)} split: more are needed, or larger shares (data.valid_fraction, data.test_fraction)");
        return Domain([.. Enum.GetValues<Split>().Select(split => new GreyImages(Plane, [.. files[split].SelectMany(file => Read(System.IO.Path.Combine(folder, file)))]))], folder);
    }

    /// <inheritdoc/>
    public override void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        base.Validate(path, errors);
        if (Path.Length == 0)
            errors.Add($"{path}.path is empty: name a folder of PNG images");
    }

    // By its name alone, so that it stays where it is when other files come and go.
    private Split SplitOf(string file)
    {
        var place = new RandomStream((ulong)BinarizationSeed, $"split/{file.Replace('\\', '/')}").NextDouble();
        return place < ValidFraction ? Split.Valid : place < ValidFraction + TestFraction ? Split.Test : Split.Train;
    }

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            // A run's own samples are no data.
            if (File.Exists(System.IO.Path.Combine(folder, "config.json")) && Directory.Exists(System.IO.Path.Combine(folder, "checkpoints")))
                return [];
            return [
                .. Directory.GetFiles(folder).Where(file => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase)),
                .. Directory.GetDirectories(folder).SelectMany(Files),
            ];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputDataException($"'{folder}' cannot be read: {cause.Message}", cause);
        }
    }

    private byte[] Read(string file)
    {
        var image = PngFile.Read(file, Ink.Brightness(false));
        return image.Plane == Plane
            ? Array.ConvertAll(image.Brightness, Ink.Level)
            : throw new InputDataException($"'{file}' has {image.Plane.Height} × {image.Plane.Width} pixels instead of {Height} × {Width} (data.height, data.width)");
    }
}
