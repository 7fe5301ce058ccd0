using System.Text;

namespace ProfessorForcing.Cli.Tests.Faults;

/// <summary>Data that cannot be learned from end training before there is a run folder.</summary>
public sealed class DataFaultTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("data-faults").FullName;

    private string Run => Path.Combine(_root, "run");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "char", [], "is empty" },
        { "word", [], "is empty" },
        { "char", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0], "is not text: it has a NUL byte at offset 7" },
        { "word", [(byte)'a', (byte)' ', 0, 1, 2, 3], "is not text: it has a NUL byte at offset 2" },
        { "word", [(byte)'a', (byte)' ', 0xC3, 0x28], "is not valid UTF-8: bad byte at offset 2" },
        { "char", [0xFF, 0xFE, (byte)'a', 0], "is UTF-16 text; it must be UTF-8" },
        { "char", "much too short"u8.ToArray(), "fewer than one sequence of data.sequence_length (100)" },
        { "word", [.. Enumerable.Repeat((byte)'\t', 5000)], "has no words" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_no_text_to_learn_from_is_exit_code_3(string level, byte[] content, string what)
    {
        var path = Path.Combine(_root, "text.txt");
        File.WriteAllBytes(path, content);
        var line = Professor.Run("train", "--data", path, "--out", Run, "--set", $"data.level={level}").Fails(3);
        Assert.Contains(path, line, StringComparison.Ordinal);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_exit_code_3()
    {
        Assert.Contains("holds no data: a folder needs PNG images, idx files", Professor.Run("train", "--data", _root, "--out", Run).Fails(3), StringComparison.Ordinal);
        Assert.Contains("does not exist", Professor.Run("train", "--data", Path.Combine(_root, "none.txt"), "--out", Run).Fails(3), StringComparison.Ordinal);
        Assert.Contains("does not exist", Professor.Run("train", "mnist-small", "--data", Path.Combine(_root, "none"), "--out", Run).Fails(3), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_exit_code_3()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("needs a file that even root cannot read");
            return;
        }
        Assert.StartsWith("error: '/proc/self/mem' cannot be read: ", Professor.Run("train", "--data", "/proc/self/mem", "--out", Run).Fails(3), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void A_truncated_Penn_Treebank_file_is_exit_code_3()
    {
        Directory.CreateDirectory(Path.Combine(_root, "ptb"));
        File.WriteAllText(Path.Combine(_root, "ptb", "ptb.train.txt"), " aer banknote berlitz \n", new UTF8Encoding(false));
        foreach (var experiment in new[] { "char-ptb-small", "word-ptb-small" })
        {
            var line = Professor.Run("train", experiment, "--data-root", _root, "--out", Run).Fails(3);
            Assert.Contains("ptb.train.txt' is not the published file: it has 23 bytes instead of 5,101,618 (truncated?)", line, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(Run));
    }
}
