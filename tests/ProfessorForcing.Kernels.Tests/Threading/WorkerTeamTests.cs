using System.Collections.Concurrent;

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
        var (barrier, before) = (new SpinBarrier(Threads), SpinBarrier.Slept);
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
        Assert.True(SpinBarrier.Slept > before);
    }

    [Fact]
    public void Workers_that_are_kept_from_meeting_leave_the_work_to_one_for_a_while()
    {
        KernelThreads.Count = 2;
        var (contention, time) = (new Contention(), TimeSpan.FromSeconds(1));
        contention.After(2, time, slept: 0.4 * time);
        Assert.False(contention.IsNoted);
        contention.After(2, 0.001 * time, slept: 0.0009 * time);
        Assert.False(contention.IsNoted);
        contention.After(2, time, slept: 0.6 * time);
        Assert.True(contention.IsNoted);
        Assert.Same(WorkerTeam.Alone, contention.Begin(WorkerTeam.Shared).Team);
        Assert.True(SpinWait.SpinUntil(() => !contention.IsNoted, 10_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Phases_follow_one_another_by_all_workers_or_by_one_for_all(bool areKeptFromMeeting)
    {
        KernelThreads.Count = 3;
        var done = new ConcurrentQueue<(long Step, int Phase, int Worker, int Thread)>();
        Phase[] phases = [.. Enumerable.Range(0, 2).Select(phase => (Phase)((step, worker, workers) =>
        {
            Assert.Equal(3, workers);
            done.Enqueue((step, phase, worker, Environment.CurrentManagedThreadId));
        }))];
        var work = new PhasedWork(WorkerTeam.Shared, phases);
        if (areKeptFromMeeting)
            Contention.OfProcess.After(3, TimeSpan.FromSeconds(1), slept: TimeSpan.FromSeconds(2));
        work.Do(7, 2);
        Assert.Equal([(7L, 0), (7, 1), (8, 0), (8, 1)], done.Select(it => (it.Step, it.Phase)).Distinct());
        Assert.All(done.GroupBy(it => (it.Step, it.Phase)), group => Assert.Equal([0, 1, 2], group.Select(it => it.Worker).Order()));
        if (areKeptFromMeeting)
            Assert.Single(done.Select(it => it.Thread).Distinct());
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
    public void After_an_error_steps_do_not_go_on_from_where_nobody_knows()
    {
        KernelThreads.Count = 2;
        var work = new PhasedWork(WorkerTeam.Shared, (step, worker, _) =>
        {
            if (step == 1 && worker == 1)
                throw new NotSupportedException("thrown by a worker");
        });
        work.Do(0, 1);
        Assert.Throws<NotSupportedException>(() => work.Do(1, 1));
        Assert.Throws<InvalidOperationException>(() => work.Do(2, 1));
    }

    [Fact]
    public async Task Callers_without_workers_do_not_wait_for_one_another()
    {
        KernelThreads.Count = 1;
        using var both = new Meeting();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => WorkerTeam.Shared.Run(both), TaskCreationOptions.LongRunning)));
        Assert.True(both.HaveMet);
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

    // Two callers who are both at work.
    private sealed class Meeting : ITeamWork, IDisposable
    {
        private readonly Barrier _barrier = new(2);
        private int _met;

        public bool HaveMet => _met == 2;

        public void Dispose() => _barrier.Dispose();

        public void Run(int worker, int workers)
        {
            if (_barrier.SignalAndWait(TimeSpan.FromSeconds(30)))
                Interlocked.Increment(ref _met);
        }
    }

    private sealed class Counting : ITeamWork
    {
        private int _count;

        public int Count => _count;

        public void Run(int worker, int workers) => Interlocked.Increment(ref _count);
    }
}
