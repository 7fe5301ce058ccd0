using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Native;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public class TimeEstimateTests
{
    [Fact]
    public void What_is_left_takes_what_the_steps_so_far_took()
    {
        var summary = RunSummary.Of([new MetricsRecord(10, new Dictionary<string, double> { ["seconds"] = 5 })]);
        var time = TimeEstimate.Of(summary, steps: 40, flopsPerStep: 1e9)!;
        Assert.Equal(new TimeEstimate(0.5, 40, 10, 5, 2e9, IsMeasured: true), time);
        Assert.Equal((15.0, 20.0), (time.Left, time.Total));
    }

    [Fact]
    public void A_run_that_is_longer_than_asked_has_nothing_left() =>
        Assert.Equal(0, new TimeEstimate(0.5, 40, 50, 25, null, IsMeasured: true).Left);

    [Fact]
    public void A_run_without_a_step_has_no_measured_time() => Assert.Null(TimeEstimate.Of(RunSummary.Of([]), 40, 1e9));

    [Fact]
    public void The_speed_of_a_machine_gives_the_time_of_a_step() =>
        Assert.Equal(new TimeEstimate(0.1, 40, 0, 0, 1e10, IsMeasured: false), TimeEstimate.Of(1e10, 40, 1e9));

    [Theory]
    [InlineData("oracle", "generator", "layer 0")]
    [InlineData("char-ptb", "discriminator", "forward direction")]
    public void The_largest_layer_is_the_one_probed(string experiment, string network, string part)
    {
        var options = ExperimentCatalog.Default.Load(experiment);
        var largest = SpeedProbe.Largest(options, CostModel.Of(options, new SymbolSpace(50)));
        Assert.Equal((network, part), (largest.Network, largest.Part));
        // Teacher forcing has no discriminator.
        Assert.Equal("generator", SpeedProbe.Largest(options with { Method = ForcingKind.Teacher }, CostModel.Of(options, new SymbolSpace(50))).Network);
    }

    [Fact]
    public void The_probe_gives_a_speed_that_a_machine_can_have()
    {
        var options = ExperimentCatalog.Default.Load("oracle");
        Assert.InRange(SpeedProbe.Measure(options, CostModel.Of(options, new SymbolSpace(40)), Devices.Parse("cpu")), 1e7, 1e14);
    }
}
