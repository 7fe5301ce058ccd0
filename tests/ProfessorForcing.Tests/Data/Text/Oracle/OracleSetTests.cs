using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data.Text.Oracle;

public sealed class OracleSetTests
{
    private static readonly OracleOptions Options = new() { SequenceLength = 50, TrainSequences = 200, ValidSequences = 100, TestSequences = 100 };

    private static TextDomain Open(OracleOptions options) => (TextDomain)options.Open(new DataLocator(Path.GetTempPath()));

    private static List<string> Texts(OracleOptions options, Split split)
    {
        var domain = Open(options);
        var set = domain.Open(split);
        var rows = set.ReadRows(Enumerable.Range(0, set.Count).ToArray());
        return [.. Enumerable.Range(0, set.Count).Select(row => domain.Decode(rows.Row(row)))];
    }

    [Fact]
    public void No_sequence_is_in_two_splits_or_twice_in_one()
    {
        var all = Enum.GetValues<Split>().SelectMany(split => Texts(Options, split)).ToList();
        Assert.Equal(400, all.Count);
        Assert.Equal(400, all.Distinct().Count());
    }

    [Fact]
    public void Equal_seeds_give_equal_corpora_and_others_do_not()
    {
        Assert.Equal(Texts(Options, Split.Test), Texts(Options, Split.Test));
        Assert.NotEqual(Texts(Options, Split.Test), Texts(Options with { CorpusSeed = 2 }, Split.Test));
    }

    [Fact]
    public void A_longer_read_begins_with_the_shorter_one()
    {
        var set = Open(Options).Open(Split.Train);
        var shorter = set.ReadRows([3, 17]);
        var longer = set.ReadRows([17, 3], length: 500);
        Assert.Equal([500, 500], longer.Lengths);
        Assert.Equal(shorter.Row(1), longer.Row(0)[..50]);
        Assert.Equal(shorter.Row(0), longer.Row(1)[..50]);
        Assert.Equal(shorter.Row(0)[..10], set.ReadRows([3], length: 10).Row(0));
    }

    [Fact]
    public void Sequences_are_independent_and_counted()
    {
        var set = Open(Options).Open(Split.Train);
        Assert.False(set.IsContinuous);
        Assert.Equal((200, 50, 10_000L), (set.Count, set.SequenceLength, set.ElementCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ReadRows([200]));
    }

    [Fact]
    public void Sequences_begin_with_a_document() =>
        Assert.True(Texts(Options, Split.Train).Count(text => text[0] == '<') > 190); // All but the errors.

    [Fact]
    public void A_restored_domain_knows_the_oracle_again()
    {
        var domain = Open(Options);
        var restored = (ITextDomain)Options.Restore((JsonObject)JsonNode.Parse(domain.Describe().ToJsonString())!);
        Assert.Same(OracleLanguage.Instance, restored.Oracle);
        var foreign = new TextDomain(new(TextLevel.Char, ["a", "b"])).Describe();
        Assert.Throws<InputDataException>(() => Options.Restore(foreign));
    }
}
