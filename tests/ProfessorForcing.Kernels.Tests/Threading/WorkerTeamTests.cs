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
        const int Threads = 3, Rounds = 3_000;
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
    public async Task Whoever_waits_long_sleeps_and_is_woken()
    {
        const int Threads = 3, Rounds = 20;
        var (barrier, before) = (new SpinBarrier(Threads), SpinBarrier.Sleeps);
        var arrived = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => Task.Run(() =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                if (round % Threads == number)
                    Thread.Sleep(20);
                Interlocked.Increment(ref arrived);
                barrier.Wait();
                Assert.True(Volatile.Read(ref arrived) >= round * Threads);
            }
        })));
        Assert.Equal(Rounds * Threads, arrived);
        Assert.True(SpinBarrier.Sleeps > before);
    }

    [Fact]
    public void Workers_that_are_kept_from_meeting_leave_the_work_to_one_for_a_while()
    {
        KernelThreads.Count = 2;
        var (team, contention) = (WorkerTeam.Shared, new Contention());
        contention.After(team, meetings: 100, sleeps: 3);
        Assert.Same(WorkerTeam.Shared, contention.Team);
        contention.After(team, meetings: 100, sleeps: 50);
        Assert.Same(WorkerTeam.Alone, contention.Team);
        Assert.True(SpinWait.SpinUntil(() => contention.Team == WorkerTeam.Shared, 10_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_error_of_one_worker_reaches_the_caller_though_others_wait_for_it(int threads)
    {
        KernelThreads.Count = threads;
        var team = WorkerTeam.Shared;
        Assert.Contains("thrown by a worker", Assert.Throws<NotSupportedException>(() => team.Run(new Failing(threads))).Message, StringComparison.Ordinal);
        // And the team works on.
        var counting = new Counting();
        team.Run(counting);
        Assert.Equal(threads, counting.Count);
    }

    [Fact]
    public void Work_that_comes_while_workers_sleep_is_done()
    {
        KernelThreads.Count = 3;
        var (team, counting) = (WorkerTeam.Shared, new Counting());
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(i % 4);
            team.Run(counting);
        }
        Assert.Equal(60, counting.Count);
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

    private sealed class Failing(int workers) : ITeamWork
    {
        private readonly SpinBarrier _barrier = new(workers);

        public void Run(int worker, int workers)
        {
            if (worker == workers - 1)
                throw new NotSupportedException("thrown by a worker");
            _barrier.Wait();
        }
    }

    private sealed class Counting : ITeamWork
    {
        private int _count;

        public int Count => _count;

        public void Run(int worker, int workers) => Interlocked.Increment(ref _count);
    }
}
