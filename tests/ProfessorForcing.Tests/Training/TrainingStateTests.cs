using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public sealed class TrainingStateTests
{
    [Fact]
    public void A_restored_state_is_the_saved_one()
    {
        var random = new RandomStreams(7);
        random["dropout"].NextDouble();
        random["sampling"].NextUInt64();
        var state = new TrainingState
        {
            Step = 12,
            Seconds = 3.75,
            SkippedSteps = 2,
            BestNll = 1.0 / 3,
            BestStep = 8,
            ValidationsSinceBest = 3,
            PlateauFactor = 0.125,
        };
        state.Averages.Add("nll", 1.5, 10);
        var saved = state.Save(random).ToJsonString();

        var (restored, streams) = (new TrainingState(), new RandomStreams(7));
        restored.Restore(12, JsonNode.Parse(saved)!.AsObject(), streams);
        Assert.Equal(
            (12L, 3.75, 2L, 1.0 / 3, 8L, 3, 0.125),
            (restored.Step, restored.Seconds, restored.SkippedSteps, restored.BestNll!.Value, restored.BestStep, restored.ValidationsSinceBest, restored.PlateauFactor));
        Assert.Equal(random["dropout"].NextUInt64(), streams["dropout"].NextUInt64());
        Assert.Equal(random["sampling"].NextUInt64(), streams["sampling"].NextUInt64());
        Assert.Equal(state.Averages.Take(), restored.Averages.Take());
    }

    [Fact]
    public void A_state_before_the_first_validation_has_no_best()
    {
        var restored = new TrainingState { BestNll = 1 };
        restored.Restore(0, JsonNode.Parse(new TrainingState().Save(new RandomStreams(1)).ToJsonString())!.AsObject(), new RandomStreams(1));
        Assert.Null(restored.BestNll);
    }
}
