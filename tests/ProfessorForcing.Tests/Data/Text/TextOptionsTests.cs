using System.Text;
using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class TextOptionsTests
{
    private static readonly DataLocator Nowhere = new(Path.GetTempPath());

    private static TextDomain Open(TextOptions options) => (TextDomain)options.Open(Nowhere);

    private static long[] Read(TextDomain domain, Split split)
    {
        var set = domain.Open(split);
        var rows = set.ReadRows(Enumerable.Range(0, set.Count).ToArray());
        return [.. Enumerable.Range(0, set.Count).SelectMany(row => rows.Row(row).ToArray())];
    }

    [Fact]
    public void The_parts_follow_each_other_in_the_file()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => (char)('a' + i / 4)));
        var domain = Open(new() { Path = folder.Write("t.txt", text), SequenceLength = 7, ValidFraction = 0.2, TestFraction = 0.1 });
        Assert.Equal(text[..70], domain.Decode(Read(domain, Split.Train)));
        Assert.Equal(20, Read(domain, Split.Valid).Length);
        Assert.Equal(10, Read(domain, Split.Test).Length);
    }

    [Fact]
    public void The_vocabulary_comes_from_the_training_part_and_the_rest_is_unknown()
    {
        using var folder = new TemporaryFolder();
        var domain = Open(new() { Path = folder.Write("t.txt", "abababab" + "ax"), SequenceLength = 2, ValidFraction = 0.2, TestFraction = 0 });
        Assert.Equal(new SymbolSpace(3), domain.Elements);
        Assert.Equal([0, 2], Read(domain, Split.Valid));
        Assert.Equal("a\uFFFD", domain.Decode(domain.Encode("a\u00E9")));
        Assert.Contains("no test part", Assert.Throws<InputDataException>(() => domain.Open(Split.Test)).Message);
    }

    [Fact]
    public void Words_have_a_limit_and_line_ends()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.txt", "one two\r\none three\n two one\none four\n five six");
        var domain = Open(new() { Path = path, Level = TextLevel.Word, Vocabulary = 4, SequenceLength = 2, ValidFraction = 0.2, TestFraction = 0 });
        Assert.Equal("one two \none <unk> \ntwo one \none <unk> \n", domain.Decode(Read(domain, Split.Train)));
        Assert.Equal("word", domain.ElementName);
    }

    [Fact]
    public void A_part_shorter_than_one_sequence_is_an_error_at_once()
    {
        using var folder = new TemporaryFolder();
        var options = new TextOptions { Path = folder.Write("t.txt", new string('a', 200)), SequenceLength = 20 };
        var error = Assert.Throws<InputDataException>(() => Open(options)).Message;
        Assert.Contains("the valid part of", error);
        Assert.Contains("has 10 elements, fewer than one sequence of data.sequence_length (20)", error);
    }

    [Fact]
    public void A_text_without_words_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("has no words", Assert.Throws<InputDataException>(
            () => Open(new() { Path = folder.Write("t.txt", "  \t "), Level = TextLevel.Word })).Message);
    }

    [Fact]
    public void A_relative_path_is_found_in_the_data_root()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine/t.txt", new string('a', 50) + new string('b', 50));
        var options = new TextOptions { Path = "mine/t.txt", SequenceLength = 5 };
        Assert.Equal(90, options.Open(folder.Locator).Open(Split.Train).ElementCount);
        Assert.Contains("'mine/t.txt' does not exist", Assert.Throws<InputDataException>(() => options.Open(Nowhere)).Message);
    }

    [Fact]
    public void A_restored_domain_encodes_and_decodes_but_has_no_data()
    {
        using var folder = new TemporaryFolder();
        var options = new TextOptions { Path = folder.Write("t.txt", "aabbccaabb"), SequenceLength = 1, ValidFraction = 0.1, TestFraction = 0.1 };
        var description = Open(options).Describe().ToJsonString();
        var restored = (TextDomain)options.Restore((JsonObject)JsonNode.Parse(description)!);
        Assert.Equal("abc", restored.Decode(restored.Encode("abc")));
        Assert.Equal(description, restored.Describe().ToJsonString());
        Assert.Contains("not at hand", Assert.Throws<InputDataException>(() => restored.Open(Split.Train)).Message);
        Assert.Throws<InputDataException>(() => options.Restore([]));
    }

    [Fact]
    public void Impossible_options_are_named()
    {
        var errors = new List<string>();
        new TextOptions { Vocabulary = 1 }.Validate("data", errors);
        Assert.Equal(["data.path is empty: name a UTF-8 text file", "data.vocabulary is 1: allowed are 0 (no limit) and 2 or more"], errors);
    }

    [Fact]
    public void Several_samples_are_divided_and_one_stands_alone()
    {
        var domain = new TextDomain(new(TextLevel.Char, ["a", "b", "\n"]));
        Assert.Equal("ab\n", Render([0, 1]));
        Assert.Equal("===== sample 1 of 2 =====\nab\n===== sample 2 of 2 =====\nb\n", Render([0, 1, 2], [1]));

        string Render(params long[][] samples)
        {
            using var stream = new MemoryStream();
            domain.Render(samples, stream);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }
}
