using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// Images in idx files (<c>kind</c> <c>idx</c>): MNIST, Fashion-MNIST and what is made like them. The last images of the training file are
/// for validation.
/// </summary>
public sealed record IdxOptions : GreyImageOptions
{
    /// <summary>The folder.</summary>
    [Option("The folder of train-images-idx3-ubyte, t10k-images-idx3-ubyte and the labels, each plain or as .gz, such as mnist or fashion-mnist; a relative path is also looked for below the data roots.")]
    public string Path { get; init; } = "mnist";

    /// <summary>Images for validation.</summary>
    [Option("How many images at the end of the training file are for validation.", Min = 1, Max = 1_000_000)]
    public int ValidCount { get; init; } = 10_000;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var folder = new IdxFolder(locator, Path, mayBeItself: true);
        var (train, test) = (folder.Images(false, Plane), folder.Images(true, Plane));
        if (train.Count <= ValidCount)
            throw new InputDataException($"'{Path}' has {train.Count:N0} training images, no more than data.valid_count ({ValidCount:N0})");
        var kept = train.Count - ValidCount;
        // Nobody needs labels to train, but those that are there must fit.
        foreach (var isTest in new[] { false, true })
        {
            if (folder.HasLabels(isTest))
                folder.Labels(isTest, (isTest ? test : train).Count);
        }
        return Domain([train.Slice(0, kept), train.Slice(kept, ValidCount), test], Path, () => new LabelledImages(
            Path, new(train, folder.Labels(false, train.Count)), new(test, folder.Labels(true, test.Count)), Binarize));
    }

    /// <inheritdoc/>
    public override void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        base.Validate(path, errors);
        if (Path.Length == 0)
            errors.Add($"{path}.path is empty: name a folder of idx files");
    }
}
