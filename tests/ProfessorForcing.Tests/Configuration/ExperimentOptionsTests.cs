using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Forcing;

namespace ProfessorForcing.Tests.Configuration;

public sealed class ExperimentOptionsTests
{
    private static readonly OracleOptions Text = new();
    private static readonly BinarizedMnistOptions Images = new() { Coordinates = true };
    private static readonly StrokeOptions Pen = new() { Path = "strokes" };

    [Fact]
    public void A_behaviour_that_no_gradient_passes_is_refused()
    {
        var options = new ProfessorForcingOptions { Behaviour = [BehaviourFeature.Embedding], EmbeddingGradient = false };
        string[] refusal =
            ["professor.behaviour shows nothing through which the generator could be reached, only a condition that is given or an embedding without gradient (professor.embedding_gradient false, or the points of a pen): add a feature"];
        Assert.Equal(refusal, ErrorsOf(Text, options));
        Assert.Equal(refusal, ErrorsOf(Images, options with { Behaviour = [BehaviourFeature.Embedding, BehaviourFeature.Condition] }));
        Assert.Equal(refusal, ErrorsOf(Images, new() { Behaviour = [BehaviourFeature.Condition] }));
        Assert.Equal(refusal, ErrorsOf(Pen, options with { EmbeddingGradient = true }));
        Assert.Empty(ErrorsOf(Text, options with { EmbeddingGradient = true }));
        Assert.Empty(ErrorsOf(Text, options with { Behaviour = [BehaviourFeature.Embedding, BehaviourFeature.Hidden] }));
        // Which part of a text is shown is the generator's doing.
        Assert.Empty(ErrorsOf(Pen, new() { Behaviour = [BehaviourFeature.Condition] }));
        Assert.Empty(ErrorsOf(Pen, new() { Behaviour = [BehaviourFeature.Window] }));
    }

    [Fact]
    public void What_only_other_data_have_is_refused()
    {
        Assert.StartsWith("professor.behaviour names condition, but the data have none", One(Text, new() { Behaviour = [BehaviourFeature.Condition, BehaviourFeature.Hidden] }), StringComparison.Ordinal);
        Assert.StartsWith("professor.behaviour names window, but the data have no text", One(Images, new() { Behaviour = [BehaviourFeature.Window, BehaviourFeature.Hidden] }), StringComparison.Ordinal);
        Assert.StartsWith("professor.bias (0.5) is for the densities of handwriting", One(Text, new() { Bias = 0.5 }), StringComparison.Ordinal);
        Assert.Empty(ErrorsOf(Pen, new() { Bias = 0.5 }));
    }

    [Fact]
    public void Segments_that_could_never_be_whole_are_refused()
    {
        Assert.StartsWith("professor.segment_length (101) is above the length of what is judged (100, ", One(Text, new() { SegmentLength = 101, JudgedSegments = 2 }), StringComparison.Ordinal);
        Assert.Empty(ErrorsOf(Text, new() { SegmentLength = 101, JudgedSegments = 2, FreeRunningLength = 101 }));
    }

    [Fact]
    public void Free_running_may_be_shorter_than_training_where_segments_are_drawn()
    {
        Assert.StartsWith("professor.free_running_length (50) is below data.sequence_length (100)", One(Text, new() { FreeRunningLength = 50 }), StringComparison.Ordinal);
        Assert.Empty(ErrorsOf(Text, new() { FreeRunningLength = 50, SegmentLength = 10, JudgedSegments = 2 }));
    }

    [Fact]
    public void Minibatches_of_more_elements_than_can_be_counted_are_refused()
    {
        var options = new ExperimentOptions { Data = new OracleOptions { SequenceLength = 1_000_000 }, Method = ForcingKind.Teacher, Training = new() { BatchSize = 3000 } };
        Assert.Equal(["training.batch_size (3000) times the length of sequences (1000000) is above 2147483647 elements"], ErrorsOf(options));
    }

    [Fact]
    public void Other_methods_do_not_mind_what_is_said_of_professor_forcing()
    {
        var professor = new ProfessorForcingOptions { FreeRunningRows = 1000, BehaviourLayers = [7], SegmentLength = 1000 };
        Assert.Equal(3, ErrorsOf(Text, professor).Length);
        Assert.Empty(ErrorsOf(new() { Data = Text, Method = ForcingKind.Teacher, Professor = professor }));
    }

    private static string One(DataOptions data, ProfessorForcingOptions professor) => Assert.Single(ErrorsOf(data, professor));

    private static string[] ErrorsOf(DataOptions data, ProfessorForcingOptions professor) => ErrorsOf(new() { Data = data, Professor = professor });

    private static string[] ErrorsOf(ExperimentOptions options)
    {
        var errors = new List<string>();
        options.Validate("", errors);
        return [.. errors];
    }
}
