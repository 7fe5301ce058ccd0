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
        new($"{Folder}/train-images-idx3-ubyte.gz", 26_421_856, "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7")
        {
            Other = new($"{Folder}/train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        },
        new($"{Folder}/train-labels-idx1-ubyte.gz", 29_491, "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056")
        {
            Other = new($"{Folder}/train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        },
        new($"{Folder}/t10k-images-idx3-ubyte.gz", 4_422_079, "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa")
        {
            Other = new($"{Folder}/t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        },
        new($"{Folder}/t10k-labels-idx1-ubyte.gz", 5_125, "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05")
        {
            Other = new($"{Folder}/t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        },
    ];
}
