using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Data.Text;

using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public class OverridesTests
{
    private static readonly JsonObject Made = Json("""
        { "data": { "kind": "made", "sequence_length": 50, "corpus_seed": 3, "level": "word" }, "training": { "steps": 10 } }
        """);

    private static ExperimentOptions Set(params string[] assignments) => new ExperimentCatalog(Kinds).Read(Made, assignments);

    [Fact]
    public void Values_become_what_the_key_asks_for()
    {
        var options = Set(
            "training.steps=1e2", "training.learning_rate=5e-4", "professor.embedding_gradient=false", "method=teacher",
            "professor.behaviour=candidate, hidden", "name=5");
        Assert.Equal(100, options.Training.Steps);
        Assert.Equal(5e-4, options.Training.LearningRate);
        Assert.False(options.Professor.EmbeddingGradient);
        Assert.Equal(ForcingKind.Teacher, options.Method);
        Assert.Equal([BehaviourFeature.Candidate, BehaviourFeature.Hidden], options.Professor.Behaviour);
        Assert.Equal("5", options.Name);
    }

    [Fact]
    public void A_list_may_be_written_as_json_or_be_empty()
    {
        Assert.Equal([BehaviourFeature.Hidden], Set("professor.behaviour=[\"hidden\"]").Professor.Behaviour);
        Assert.Equal([0], Set("professor.behaviour_layers=0").Professor.BehaviourLayers);
        Assert.Empty(Set("professor.behaviour_layers=").Professor.BehaviourLayers);
    }

    [Fact]
    public void The_last_of_several_assignments_counts() => Assert.Equal(3, Set("training.steps=2", "training.steps=3").Training.Steps);

    [Fact]
    public void A_value_may_hold_an_equals_sign() => Assert.Equal("a=b", Set("name=a=b").Name);

    [Fact]
    public void Another_kind_keeps_what_both_kinds_have_whatever_the_order()
    {
        var expected = new FileData { Path = "x", SequenceLength = 50, Level = TextLevel.Word };
        Assert.Equal(expected, Set("data.kind=file", "data.path=x").Data);
        Assert.Equal(expected, Set("data.path=x", "data.kind=file").Data);
    }

    [Fact]
    public void Null_is_a_value_where_the_key_allows_it() =>
        Assert.Null(((FileData)Set("data.kind=file", "data.path=x", "data.vocabulary_cap=null").Data).VocabularyCap);

    [Fact]
    public void All_errors_of_assignments_are_reported_at_once_with_those_of_the_configuration()
    {
        var config = (JsonObject)Made.DeepClone();
        config["seed"] = -1;
        string[] assignments = ["nonsense", "training.step=5", "training.steps=abc", "training.learning_rate=NaN", "data=5", "professor..x=1"];
        var errors = ErrorsOf(() => new ExperimentCatalog(Kinds).Read(config, assignments));
        Assert.Contains("--set nonsense: not of the form key=value, such as training.steps=100", errors);
        Assert.Contains("--set professor..x=1: not of the form key=value, such as training.steps=100", errors);
        Assert.Contains(errors, line => line.StartsWith("training.step: unknown key; did you mean training.steps?", StringComparison.Ordinal));
        Assert.Contains("training.steps: \"abc\" is not a whole number, 1 to 1000000000", errors);
        Assert.Contains("training.learning_rate: \"NaN\" is not a number, above 0, at most 10", errors);
        Assert.Contains("seed: -1 is out of range; allowed: 0 to 9223372036854775807", errors);
        Assert.Contains("data: \"5\" is not a section (an object) whose kind is one of made, file", errors);
        Assert.Equal(7, errors.Count);
    }

    [Theory]
    [InlineData("training=5", "training.steps=5")]
    [InlineData("training.steps=5", "training=5")]
    public void A_key_cannot_be_a_value_and_a_section(string first, string second) =>
        Assert.Contains(ErrorsOf(() => Set(first, second)), line => line.StartsWith($"--set {second}: other assignments use", StringComparison.Ordinal));
}
