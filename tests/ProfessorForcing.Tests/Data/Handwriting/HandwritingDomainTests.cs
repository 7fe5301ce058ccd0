using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class HandwritingDomainTests
{
    private static readonly PenLine[] Lines =
    [
        BlockWriting.Write("no  mi ", BlockWriting.Width, id: "a"),
        BlockWriting.Write("onion", BlockWriting.Width, id: "b"),
        new("c", "o", [new(0, 0, true)]),
        new("d", " ", [new(0, 0, false), new(5, 5, true)]),
    ];

    [Fact]
    public void Lines_without_a_text_or_moves_are_left_out_and_texts_are_tidied()
    {
        var domain = Open(split => split == Split.Train ? Lines : [BlockWriting.Write("mix on", BlockWriting.Width), BlockWriting.Write("xx", BlockWriting.Width), .. Lines[2..]]);
        Assert.Equal(["no mi", "onion"], domain.Open(Split.Train).Lines.Select(line => line.Text));
        // Characters that no training line has are not in the text; the points are.
        var line = Assert.Single(domain.Open(Split.Test).Lines);
        Assert.Equal(("mi on", 5 * 3), (line.Text, line.Points.Length));
    }

    [Fact]
    public void What_is_learned_beforehand_is_learned_from_the_training_lines()
    {
        var domain = Open(split => split == Split.Train ? Lines : [BlockWriting.Write("on", character => 77 * BlockWriting.Width(character))]);
        Assert.Equal(StrokeNormalization.Fit(Lines[..2]), domain.Normalization);
        Assert.Equal(" imno", domain.Alphabet.Characters);
        Assert.Equal(domain.Normalization.Apply(Lines[1]).Points, domain.Open(Split.Train).Lines[1].Points);
        Assert.Equal(9, new HersheyOptions { LongestMove = 9 }.Domain(_ => Lines, "made", null).Normalization.LongestMove);
    }

    [Fact]
    public void It_says_what_it_is()
    {
        var domain = Open(_ => Lines);
        Assert.Equal(new PenSpace(5, domain.Normalization.LongestMove / domain.Normalization.Scale), domain.Elements);
        Assert.Equal((LikelihoodUnit.NatsPerPoint, "point", ".svg", false), (domain.Unit, domain.ElementName, domain.SampleExtension, domain.RendersText));
        Assert.Null(((IDomain)domain).LongestSequence);
        Assert.Equal(["no mi"], domain.Example(1));
        Assert.Equal(["no mi", "onion"], domain.Example(9));
        Assert.Same(domain.Open(Split.Test), ((IDomain)domain).Open(Split.Test));
    }

    [Fact]
    public void It_is_restored_without_its_data()
    {
        var domain = Open(_ => Lines);
        var stored = (JsonObject)JsonNode.Parse(domain.Describe().ToJsonString())!;
        var restored = Assert.IsType<HandwritingDomain>(new StrokeOptions { Path = "gone" }.Restore(stored));
        Assert.Equal((domain.Normalization, domain.Alphabet.Characters), (restored.Normalization, restored.Alphabet.Characters));
        Assert.Equal(domain.Elements, restored.Elements);
        foreach (var use in new Action[] { () => restored.Open(Split.Train), () => restored.Example(1), () => restored.Baselines() })
            Assert.Equal("the data are not at hand: this domain was restored from a checkpoint", Assert.Throws<InputDataException>(use).Message);
    }

    [Theory]
    [InlineData("{}", "has no normalization")]
    [InlineData("""{"normalization": {"scale": 1, "longest_move": 2}}""", "the stored alphabet is not")]
    [InlineData("""{"normalization": {"scale": 1}, "alphabet": " a"}""", "lacks scale or longest_move")]
    [InlineData("""{"normalization": [], "alphabet": " a"}""", "has no normalization")]
    public void A_malformed_description_is_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputDataException>(() => HandwritingDomain.Restore((JsonObject)JsonNode.Parse(json)!)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_that_are_left_out_are_reported()
    {
        var reports = new List<string>();
        new StrokeOptions { SequenceLength = 6 }.Domain(split => split == Split.Test ? [.. Lines, Lines[0] with { Text = "XY" }] : Lines, "made", reports.Add);
        Assert.Equal(["made: left out 7 of 13 lines, with fewer than 2 points or no character that the training lines have"], reports);
    }

    [Fact]
    public void A_split_without_lines_is_an_error()
    {
        foreach (var empty in Enum.GetValues<Split>())
        {
            Assert.Equal(
                $"made has no lines for the {empty.ToString().ToLowerInvariant()} split that have a text and 2 points or more",
                Assert.Throws<InputDataException>(() => Open(split => split == empty ? Lines[2..] : Lines)).Message);
        }
        Assert.Equal(
            "made: the training lines have no two moves that differ, so that no scale can be learned from them",
            Assert.Throws<InputDataException>(() => Open(_ => [new("still", "o", [new(0, 0, false), new(0, 0, true)])])).Message);
    }

    private static HandwritingDomain Open(Func<Split, IEnumerable<PenLine>> lines) => new StrokeOptions { SequenceLength = 6 }.Domain(lines, "made", null);
}
