using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("data").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Data_sets_that_are_not_there_are_listed_as_such()
    {
        var result = Professor.Run("data", "list", "--data-root", _root);
        Assert.Equal(0, result.Code);
        Assert.Contains(result.OutputLines, line => Regex.IsMatch(line, "^oracle +built in"));
        Assert.Contains(result.OutputLines, line => Regex.IsMatch(line, "^ptb +not found"));
        Assert.Equal(0, Professor.Run("data", "verify", "--data-root", _root).Code);
    }

    [Fact]
    public void A_damaged_data_set_is_exit_code_3()
    {
        Directory.CreateDirectory(Path.Combine(_root, "ptb"));
        File.WriteAllText(Path.Combine(_root, "ptb", "ptb.train.txt"), "cut off");
        var result = Professor.Run("data", "verify", "--json", "--data-root", _root);
        Assert.Equal(3, result.Code);
        var ptb = result.Json.AsArray().Single(set => (string)set!["kind"]! == "ptb")!;
        Assert.False((bool)ptb["sound"]!);
        Assert.Contains("7 bytes", (string)ptb["files"]![0]!["fault"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_files_are_sound()
    {
        if (Repository.Data is not { } data)
        {
            Assert.Skip("the Penn Treebank is not here");
            return;
        }
        var result = Professor.Run("data", "verify", "--json", "--data-root", data);
        Assert.Equal(0, result.Code);
        var present = result.Json.AsArray().Where(set => (bool)set!["present"]!).ToArray();
        Assert.Contains("ptb", present.Select(set => (string)set!["kind"]!));
        Assert.All(present, set => Assert.True((bool)set!["sound"]!));
    }
}
