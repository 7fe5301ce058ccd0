namespace ProfessorForcing.Bench.Tests;

public class InterleavedTests
{
    [Fact]
    public void Both_ways_take_turns()
    {
        var turns = new List<char>();
        Interleaved.Measure(() => turns.Add('a'), () => turns.Add('b'), TimeSpan.Zero);
        Assert.True(turns.Count >= 6);
        Assert.Equal(turns.Select((_, i) => i % 2 == 0 ? 'a' : 'b'), turns);
    }

    [Fact]
    public void A_single_slow_round_does_not_count()
    {
        var rounds = 0;
        var (first, second) = Interleaved.Measure(() => Thread.Sleep(++rounds == 4 ? 1000 : 1), () => Thread.Sleep(2), TimeSpan.Zero);
        Assert.InRange(first, 0.001, 0.5);
        Assert.InRange(second, 0.002, 0.5);
    }
}
