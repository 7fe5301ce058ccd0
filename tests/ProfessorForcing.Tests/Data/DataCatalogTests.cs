using ProfessorForcing.Data;

namespace ProfessorForcing.Tests.Data;

public sealed class DataCatalogTests
{
    [Fact]
    public void The_oracle_is_built_in_and_needs_no_files()
    {
        using var folder = new TemporaryFolder();
        var oracle = DataCatalog.Verify(folder.Locator).Single(check => check.DataSet.Kind == "oracle");
        Assert.True(oracle is { IsBuiltIn: true, IsPresent: true, IsSound: true });
    }

    [Fact]
    public void Missing_and_wrong_files_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ptb/ptb.train.txt", " no it was n't black monday \n");
        folder.Write("ptb/ptb.valid.txt", new byte[399_782]);
        var ptb = DataCatalog.Verify(folder.Locator).Single(check => check.DataSet.Kind == "ptb");
        Assert.False(ptb.IsPresent);
        Assert.False(ptb.IsSound);
        Assert.Contains("bytes instead of 5,101,618 (truncated?)", ptb.Files[0].Fault);
        Assert.Contains("SHA-256", ptb.Files[1].Fault);
        Assert.Null(ptb.Files[2].Location);
        Assert.All(DataCatalog.List(folder.Locator).SelectMany(check => check.Files), file => Assert.Null(file.Fault));
    }

    [Fact]
    public void The_published_penn_treebank_is_found_sound()
    {
        var ptb = DataCatalog.Verify(RealData.With("ptb/ptb.train.txt")).Single(check => check.DataSet.Kind == "ptb");
        Assert.True(ptb.IsSound, string.Join("; ", ptb.Files));
    }

    [Fact]
    public void The_prepared_handwriting_is_found_sound()
    {
        var handwriting = DataCatalog.Verify(RealData.With("iam-ondb/strokes.npz")).Single(check => check.DataSet.Kind == "iam_ondb");
        Assert.True(handwriting.IsSound, string.Join("; ", handwriting.Files));
        Assert.Equal(2, handwriting.Files.Count);
    }

    [Fact]
    public void A_file_that_is_there_in_its_other_form_is_found_and_checked()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mnist/t10k-labels-idx1-ubyte", new byte[10_008]);
        folder.Write("binarized-mnist/binarized_mnist_test.amat", "0 1\n");
        var checks = DataCatalog.Verify(folder.Locator);
        var labels = checks.Single(check => check.DataSet.Description.StartsWith("MNIST digits with grey levels", StringComparison.Ordinal)).Files[3];
        Assert.EndsWith("t10k-labels-idx1-ubyte", labels.Location);
        Assert.Contains("SHA-256", labels.Fault);
        var test = checks.Single(check => check.DataSet.Kind == "binarized_mnist").Files[2];
        Assert.EndsWith(".amat", test.Location);
        Assert.Contains("4 bytes instead of 15,680,000", test.Fault);
        Assert.Null(checks.Single(check => check.DataSet.Kind == "binarized_mnist").Files[0].Location);
    }

    [Fact]
    public void The_published_digits_are_found_sound_when_unpacked()
    {
        var data = RealData.With("mnist/t10k-labels-idx1-ubyte.gz");
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "t10k-labels-idx1-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "train-images-idx3-ubyte" })
            folder.Write($"mnist/{file}", DataFile.Decompress(DataFile.ReadBytes(data.Find($"mnist/{file}.gz")), file));
        var digits = DataCatalog.Verify(folder.Locator).Single(check => check.DataSet.Description.StartsWith("MNIST digits with grey levels", StringComparison.Ordinal));
        Assert.True(digits.IsSound, string.Join("; ", digits.Files));
    }
}
