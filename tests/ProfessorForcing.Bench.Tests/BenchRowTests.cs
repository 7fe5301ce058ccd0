namespace ProfessorForcing.Bench.Tests;

public class BenchRowTests
{
    [Theory]
    [InlineData(3.0, 3.0, false, true)]
    [InlineData(2.9, 3.0, false, false)]
    [InlineData(0.6, 0.6, true, true)]
    [InlineData(0.7, 0.6, true, false)]
    [InlineData(1.0, null, false, null)]
    public void A_target_is_a_lower_or_an_upper_limit(double ratio, double? target, bool atMost, bool? isMet) =>
        Assert.Equal(isMet, new BenchRow("a", "b", 1, 1, "ms", ratio, target, atMost).IsMet);

    [Fact]
    public void Names_are_told_apart() => Assert.Equal(SpeedBench.Names, SpeedBench.Names.Distinct());
}
