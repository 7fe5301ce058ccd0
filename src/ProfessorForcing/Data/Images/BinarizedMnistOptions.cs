using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// The fixed binarized MNIST (<c>kind</c> <c>binarized_mnist</c>; Salakhutdinov and Murray 2008, Murray and Salakhutdinov 2009): 50,000,
/// 10,000 and 10,000 digits, from the packed files <c>binarized_mnist_train.bits.gz</c> and so on or from the original text files
/// <c>binarized_mnist_train.amat</c>. The test digits come sorted by class.
/// </summary>
public sealed record BinarizedMnistOptions : ImageOptions
{
    /// <summary>One line for lists.</summary>
    internal const string Summary = "MNIST digits in the fixed binarization on which generative models are compared";

    private const string Folder = "binarized-mnist";

    /// <summary>The packed files, each with its original text: train, valid and test.</summary>
    internal static IReadOnlyList<KnownFile> Files { get; } =
    [
        new($"{Folder}/binarized_mnist_train.bits.gz", 1_637_321, "2d2c1edbd09fe77ed09faf7210b824718c0e7edd66f6e86557a20e20d10781c1")
        {
            Other = new($"{Folder}/binarized_mnist_train.amat", 78_400_000, "ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d"),
        },
        new($"{Folder}/binarized_mnist_valid.bits.gz", 327_797, "66a4845cbb8cbe62b8d2d022b51a13abed7ac9fde4a4ab78fd5c071fe29f54f4")
        {
            Other = new($"{Folder}/binarized_mnist_valid.amat", 15_680_000, "1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2"),
        },
        new($"{Folder}/binarized_mnist_test.bits.gz", 312_245, "1cb9291ada7ded462af3b92283467a3b03080513194767b5e18b22999ab3841f")
        {
            Other = new($"{Folder}/binarized_mnist_test.amat", 15_680_000, "e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c"),
        },
    ];

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        // All three before any work, or none.
        var files = Enum.GetValues<Split>().Select(split => Read(split, locator)).ToArray();
        return new ImageDomain(Plane, Coordinates, split => files[(int)split], () => MnistDigits.Open(locator, Plane));
    }

    /// <inheritdoc/>
    public override void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        base.Validate(path, errors);
        if ((Height, Width) != (28, 28))
            errors.Add($"{path}.height and {path}.width are {Height} and {Width}: the images of this set have 28 rows and columns");
    }

    private BinaryImages Read(Split split, DataLocator locator)
    {
        var packed = Files[(int)split];
        var text = packed.Other!;
        if (locator.FindOrNull(packed.Path) is not null)
            return PackedBits.Read(DataFile.Decompress(packed.Read(locator), packed.Path), packed.Path, Plane);
        if (locator.FindOrNull(text.Path) is not { } path)
            throw new InputDataException($"neither '{packed.Path}' nor the original '{text.Path}' found in {string.Join(", ", locator.Roots)}; name the folder that holds one with --data-root or PROFESSOR_DATA");
        // What is wrong in the text says more than that its checksum is another.
        var bytes = DataFile.ReadBytes(path);
        var images = AmatFile.Read(bytes, path, Plane);
        return text.Fault(bytes) is { } fault ? throw new InputDataException($"'{path}' is not the published file: {fault}") : images;
    }
}
