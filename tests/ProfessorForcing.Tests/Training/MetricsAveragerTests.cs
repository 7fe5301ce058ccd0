using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public sealed class MetricsAveragerTests
{
    [Fact]
    public void Values_are_averaged_by_weight_and_missing_ones_left_out()
    {
        var averager = new MetricsAverager();
        averager.Add("nll", 1, weight: 3);
        averager.Add("nll", 5);
        averager.Add("cd", null);
        averager.Add("cf", 2);
        averager.Add("cf", null);
        averager.Add("no weight", 3, weight: 0);
        var means = averager.Take();
        Assert.Equal(["cf", "nll"], means.Keys.Order());
        Assert.Equal(2, means["nll"]);
        Assert.Equal(2, means["cf"]);
        Assert.Empty(averager.Take());
    }

    [Fact]
    public void A_saved_averager_gives_the_same_means_to_the_last_bit() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[0, 20], Gen.Double[-1e6, 1e6].Array[1, 20]).Sample((before, after) =>
        {
            var averager = new MetricsAverager();
            foreach (var value in before)
                averager.Add("value", value, 0.1);
            var restored = new MetricsAverager();
            restored.Add("left over", 1);
            restored.Restore(JsonNode.Parse(averager.Save().ToJsonString())!.AsObject());
            foreach (var value in after)
            {
                averager.Add("value", value, 0.3);
                restored.Add("value", value, 0.3);
            }
            Assert.Equal(averager.Take(), restored.Take());
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_spoils_neither_the_mean_nor_a_checkpoint(double value)
    {
        var averager = new MetricsAverager();
        averager.Add("nll", 2);
        averager.Add("nll", value);
        var restored = new MetricsAverager();
        restored.Restore(JsonNode.Parse(averager.Save().ToJsonString())!.AsObject());
        Assert.Equal(2, restored.Take()["nll"]);
        Assert.Equal(2, averager.Take()["nll"]);
    }
}
