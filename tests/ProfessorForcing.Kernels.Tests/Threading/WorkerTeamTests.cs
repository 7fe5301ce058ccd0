using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Threading;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(100, 3, 8)]
    [InlineData(5, 4, 8)]
    [InlineData(48, 2, 48)]
    public void Shares_cover_a_range_once_in_whole_tiles(int total, int workers, int tile)
    {
        var end = 0;
        for (var worker = 0; worker < workers; worker++)
        {
            var (first, count) = TeamShare.Of(total, worker, workers, tile);
            Assert.Equal(end, first);
            Assert.True(first % tile == 0 || first == total);
            end = first + count;
        }
        Assert.Equal(total, end);
    }

    [Fact]
    public async Task Threads_meet_at_a_barrier_every_time()
    {
        const int Threads = 3, Rounds = 20_000;
        var barrier = new SpinBarrier(Threads);
        var counts = new int[Threads];
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => Task.Run(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                Volatile.Write(ref counts[number], round);
                barrier.Wait();
                Assert.All(counts, count => Assert.InRange(count, round, round + 1));
                barrier.Wait();
            }
        })));
    }

    [Fact]
    public void Denormal_numbers_count_as_zero_meanwhile_and_only_then()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            Assert.Skip("there is no call for it here");
        var (tiny, half) = (1e-38f, Volatile.Read(ref Half));
        using (new DenormalsFlushed())
            Assert.Equal(0f, tiny * half * half);
        Assert.NotEqual(0f, tiny * half * half);
    }

    private static float Half = 0.5f;
}
