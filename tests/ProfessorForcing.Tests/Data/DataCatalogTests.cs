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
}
