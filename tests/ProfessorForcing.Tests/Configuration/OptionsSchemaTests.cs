using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;

using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public class OptionsSchemaTests
{
    private static readonly IReadOnlyList<OptionKey> Keys = OptionsSchema.Keys(typeof(ExperimentOptions), Kinds);

    [Fact]
    public void Every_written_key_is_listed()
    {
        foreach (var data in new SampleData[] { new MadeData(), new FileData { Path = "a" } })
        {
            var written = Flatten(new OptionsWriter(Kinds).Write(new ExperimentOptions { Data = data }), "");
            Assert.Subset(Keys.Select(key => key.Path).ToHashSet(), written.ToHashSet());
        }
    }

    [Fact]
    public void A_key_has_default_allowed_values_and_meaning()
    {
        var key = Assert.Single(Keys, key => key.Path == "training.learning_rate");
        Assert.Equal(new("training.learning_rate", null, "0.001", "a number, above 0, at most 10", "Adam's learning rate."), key);
        Assert.Equal("[\"candidate\",\"embedding\"]", Keys.Single(candidate => candidate.Path == "professor.behaviour").Default);
    }

    [Fact]
    public void Keys_of_a_kind_say_so_and_shared_ones_are_listed_once()
    {
        Assert.Null(Assert.Single(Keys, key => key.Path == "data.sequence_length").Kind);
        Assert.Equal(("file", null), Assert.Single(Keys, key => key.Path == "data.path") is var path ? (path.Kind, path.Default) : default);
        Assert.Equal(["made", "file"], Keys.Where(key => key.Path == "data.level").Select(key => key.Kind));
        Assert.Equal("one of made, file", Assert.Single(Keys, key => key.Path == "data.kind").Allowed);
    }

    [Fact]
    public void Every_key_is_described() =>
        Assert.All(Keys, key => Assert.False(string.IsNullOrWhiteSpace(key.Description), key.Path));

    [Fact]
    public void The_table_has_a_row_for_every_key() =>
        Assert.Equal(Keys.Count + 2, OptionsSchema.ToMarkdown(Keys).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    private static IEnumerable<string> Flatten(JsonObject section, string path) =>
        section.SelectMany(pair => pair.Value is JsonObject below
            ? Flatten(below, OptionNames.Join(path, pair.Key))
            : [OptionNames.Join(path, pair.Key)]);
}
