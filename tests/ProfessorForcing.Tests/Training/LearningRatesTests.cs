using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public sealed class LearningRatesTests
{
    private static readonly TrainingOptions Options = new() { LearningRate = 0.1, FinalLearningRate = 0.02, Steps = 110, WarmupSteps = 10 };

    [Theory]
    [InlineData(LearningRateSchedule.Constant, 1, 0.01)]
    [InlineData(LearningRateSchedule.Constant, 5, 0.05)]
    [InlineData(LearningRateSchedule.Constant, 10, 0.1)]
    [InlineData(LearningRateSchedule.Constant, 11, 0.1)]
    [InlineData(LearningRateSchedule.Constant, 110, 0.1)]
    [InlineData(LearningRateSchedule.Cosine, 5, 0.05)]
    [InlineData(LearningRateSchedule.Cosine, 10, 0.1)]
    [InlineData(LearningRateSchedule.Cosine, 60, 0.06)]
    [InlineData(LearningRateSchedule.Cosine, 110, 0.02)]
    [InlineData(LearningRateSchedule.Cosine, 500, 0.02)]
    [InlineData(LearningRateSchedule.Plateau, 5, 0.0125)]
    [InlineData(LearningRateSchedule.Plateau, 60, 0.025)]
    public void Each_schedule_rises_over_its_warm_up_and_goes_on_in_its_way(LearningRateSchedule schedule, long step, double expected) =>
        Assert.Equal(expected, LearningRates.At(Options with { Schedule = schedule }, step, plateauFactor: 0.25), 1e-12);

    [Fact]
    public void The_plateaus_factor_changes_no_other_schedule()
    {
        foreach (var schedule in new[] { LearningRateSchedule.Constant, LearningRateSchedule.Cosine })
        {
            var options = Options with { Schedule = schedule };
            Assert.Equal(LearningRates.At(options, 50, 1), LearningRates.At(options, 50, 0.1));
        }
    }

    [Fact]
    public void Without_warm_up_training_starts_at_the_full_rate() =>
        Assert.Equal(0.1, LearningRates.At(Options with { WarmupSteps = 0 }, 1, 1), 1e-12);

    [Fact]
    public void A_cosine_never_rises_after_its_warm_up()
    {
        var rates = Enumerable.Range(10, 120).Select(step => LearningRates.At(Options with { Schedule = LearningRateSchedule.Cosine }, step, 1)).ToArray();
        Assert.Equal(rates.OrderDescending(), rates);
    }
}
