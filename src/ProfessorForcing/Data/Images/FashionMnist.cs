namespace ProfessorForcing.Data.Images;

/// <summary>Fashion-MNIST: pictures of clothes in the form of MNIST (Xiao et al. 2017, arXiv:1708.07747).</summary>
internal static class FashionMnist
{
    /// <summary>One line for lists.</summary>
    public const string Summary = "Fashion-MNIST, clothes with grey levels (data.path fashion-mnist); in Debian's dataset-fashion-mnist";

    private const string Folder = "fashion-mnist";

    /// <summary>Its files.</summary>
    public static IReadOnlyList<KnownFile> Files { get; } =
    [
        new($"{Folder}/train-images-idx3-ubyte.gz", 26_421_856, "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7"),
        new($"{Folder}/train-labels-idx1-ubyte.gz", 29_491, "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056"),
        new($"{Folder}/t10k-images-idx3-ubyte.gz", 4_422_079, "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa"),
        new($"{Folder}/t10k-labels-idx1-ubyte.gz", 5_125, "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"),
    ];
}
