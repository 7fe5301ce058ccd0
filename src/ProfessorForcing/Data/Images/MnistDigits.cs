using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>MNIST's grey digits with their labels.</summary>
internal static class MnistDigits
{
    /// <summary>One line for lists.</summary>
    public const string Summary = "MNIST digits with grey levels (data.path mnist)";

    private const string Folder = "mnist";

    /// <summary>Its files.</summary>
    public static IReadOnlyList<KnownFile> Files { get; } =
    [
        new($"{Folder}/train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")
        {
            Other = new($"{Folder}/train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        },
        new($"{Folder}/train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")
        {
            Other = new($"{Folder}/train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        },
        new($"{Folder}/t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")
        {
            Other = new($"{Folder}/t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        },
        new($"{Folder}/t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
        {
            Other = new($"{Folder}/t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        },
    ];

    /// <summary>The digits, binarised as the fixed binarization is: each pixel drawn with its level as probability.</summary>
    /// <exception cref="InputDataException">They are missing, malformed or others.</exception>
    public static LabelledImages Open(DataLocator locator, Plane plane)
    {
        var folder = new IdxFolder(locator, Folder, mayBeItself: false);
        var (train, test) = (folder.Images(false, plane), folder.Images(true, plane));
        var digits = new LabelledImages(Folder, (train, folder.Labels(false, train.Count)), (test, folder.Labels(true, test.Count)), (images, random) => images.Draw(random));
        // What is wrong in a file says more than that its checksum is another.
        foreach (var file in Files)
            folder.Verify(file.Other!);
        return digits;
    }
}
