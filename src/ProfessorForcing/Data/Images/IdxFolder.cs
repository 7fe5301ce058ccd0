using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>The four files of MNIST and of sets made like it, each plain or as <c>.gz</c>. All are of the first folder that has any images.</summary>
internal sealed class IdxFolder
{
    private readonly DataLocator _locator;
    private readonly string _folder;
    private readonly string? _place;

    /// <summary>Looks for the folder.</summary>
    /// <param name="locator">Finds it.</param>
    /// <param name="folder">The folder, below a data root.</param>
    /// <param name="mayBeItself">Whether its own path counts as well, and first.</param>
    public IdxFolder(DataLocator locator, string folder, bool mayBeItself)
    {
        (_locator, _folder) = (locator, folder);
        _place = locator.Roots.Select(root => Path.Combine(root, folder)).Prepend(mayBeItself ? folder : null).OfType<string>()
            .FirstOrDefault(place => FileIn(place, ImagesOf(isTest: false)) is not null || FileIn(place, ImagesOf(isTest: true)) is not null);
    }

    /// <summary>The training or the test images.</summary>
    /// <exception cref="InputDataException">They are missing or malformed, or have another size.</exception>
    public GreyImages Images(bool isTest, Plane plane)
    {
        var path = Find(ImagesOf(isTest));
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
        var path = Find(LabelsOf(isTest));
        var labels = IdxFile.ReadLabels(path);
        return labels.Length == count ? labels : throw new InputDataException($"'{path}' has {labels.Length:N0} labels for {count:N0} images");
    }

    /// <summary>Makes sure that a file holds what is known of it, packed or not.</summary>
    /// <param name="content">The file as it is when unpacked.</param>
    /// <exception cref="InputDataException">It is missing, or another one.</exception>
    public void Verify(KnownFile content)
    {
        var path = Find(Path.GetFileName(content.Path));
        if (content.Fault(DataFile.Decompress(DataFile.ReadBytes(path), path)) is { } fault)
            throw new InputDataException($"'{path}' does not hold what was published: {fault}");
    }

    /// <summary>Whether there are labels.</summary>
    public bool HasLabels(bool isTest) => _place is not null && FileIn(_place, LabelsOf(isTest)) is not null;

    private static string ImagesOf(bool isTest) => $"{Prefix(isTest)}-images-idx3-ubyte";

    private static string LabelsOf(bool isTest) => $"{Prefix(isTest)}-labels-idx1-ubyte";

    private static string Prefix(bool isTest) => isTest ? "t10k" : "train";

    private static string? FileIn(string place, string name) => new[] { name, name + ".gz" }.Select(file => Path.Combine(place, file)).FirstOrDefault(File.Exists);

    private string Find(string name) => _place is null
        ? _locator.Find(Path.Combine(_folder, name + ".gz"))
        : FileIn(_place, name) ?? throw new InputDataException($"'{_place}' has neither '{name}' nor '{name}.gz'");
}
