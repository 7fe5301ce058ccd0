using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>The four files of MNIST and of sets made like it, each plain or as <c>.gz</c>.</summary>
/// <param name="locator">Finds them.</param>
/// <param name="folder">Their folder, below a data root or of its own.</param>
internal sealed class IdxFolder(DataLocator locator, string folder)
{
    /// <summary>The training or the test images.</summary>
    /// <exception cref="InputDataException">They are missing or malformed, or have another size.</exception>
    public GreyImages Images(bool isTest, Plane plane)
    {
        var path = Find($"{Prefix(isTest)}-images-idx3-ubyte");
        var images = IdxFile.ReadImages(path);
        return images.Plane == plane
            ? images
            : throw new InputDataException($"'{path}' has images of {images.Plane.Height} × {images.Plane.Width} pixels instead of {plane.Height} × {plane.Width} (data.height, data.width)");
    }

    /// <summary>The labels of the training or the test images.</summary>
    /// <param name="isTest">Which.</param>
    /// <param name="count">The number of images.</param>
    /// <exception cref="InputDataException">They are missing or malformed, or there are more or fewer of them than images.</exception>
    public byte[] Labels(bool isTest, int count)
    {
        var path = Find($"{Prefix(isTest)}-labels-idx1-ubyte");
        var labels = IdxFile.ReadLabels(path);
        return labels.Length == count ? labels : throw new InputDataException($"'{path}' has {labels.Length:N0} labels for {count:N0} images");
    }

    /// <summary>Whether there are labels.</summary>
    public bool HasLabels(bool isTest) => FindOrNull($"{Prefix(isTest)}-labels-idx1-ubyte") is not null;

    private static string Prefix(bool isTest) => isTest ? "t10k" : "train";

    private string Find(string name) => FindOrNull(name) ?? locator.Find(Path.Combine(folder, name + ".gz"));

    private string? FindOrNull(string name)
    {
        var path = Path.Combine(folder, name);
        return new[] { path, path + ".gz" }.FirstOrDefault(File.Exists) ?? locator.FindOrNull(path) ?? locator.FindOrNull(path + ".gz");
    }
}
