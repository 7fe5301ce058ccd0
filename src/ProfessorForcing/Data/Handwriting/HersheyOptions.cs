using ProfessorForcing.Configuration;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Lines of common English words written with Hershey's fonts (<c>kind</c> <c>hershey</c>), so that handwriting can be learned without any
/// recording. Eight lines follow one another on a form, in one font and style. A tenth as many lines are for validation and another tenth for test, each written
/// with random numbers of their own.
/// </summary>
public sealed record HersheyOptions : HandwritingOptions
{
    // Of the training lines' number, for validation and for test.
    private const int Share = 10;

    /// <summary>Training lines.</summary>
    [Option("Number of training lines; a tenth as many are for validation, and as many for test.", Min = 1, Max = 1_000_000)]
    public int Lines { get; init; } = 2000;

    /// <summary>The fonts' folder.</summary>
    [Option("The folder of the fonts scripts.jhf, cursive.jhf, rowmans.jhf and futural.jhf, where Debian's package hershey-fonts-data puts them.")]
    public string Fonts { get; init; } = HersheyFont.DebianFolder;

    /// <summary>Seed of texts and writing.</summary>
    [Option("Seed of what is written and how, apart from the run's seed, so that all runs have the same data.", Min = 0, Max = long.MaxValue)]
    public long Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        var writer = HersheyWriter.Open(Fonts);
        return Domain(
            split => writer.WriteCorpus(split == Split.Train ? Lines : Math.Max(1, Lines / Share), (ulong)Seed, split == Split.Train ? HersheyWriter.UsualCorpus : $"hershey-{OptionNames.Of(split)}"),
            "the corpus of lines from Hershey's fonts",
            locator?.Report,
            HersheyWriter.FormOf);
    }
}
