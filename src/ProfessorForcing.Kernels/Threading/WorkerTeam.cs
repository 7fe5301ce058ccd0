using System.Runtime.ExceptionServices;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// Threads that do the work of kernels together: the caller and workers that live as long as the process. Between two pieces
/// of work a worker looks for the next one briefly and then sleeps.
/// </summary>
internal sealed class WorkerTeam
{
    // Longer than the gaps between the kernels of one step, shorter than what would keep libtorch from the core.
    private const int LooksBeforeSleep = 1500;

    // A team is never ended, so whoever holds one can go on with it; sleeping threads cost next to nothing.
    private static readonly Dictionary<int, WorkerTeam> Teams = [];

    private static WorkerTeam _shared = Of(1);

    private readonly Lock _use = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private ITeamWork? _work;
    private int _round;
    private int _unfinished;
    private ExceptionDispatchInfo? _error;

    [ThreadStatic]
    private static WorkerTeam? _current;

    private WorkerTeam(int count)
    {
        Count = count;
        _wake = new SemaphoreSlim[count];
        _asleep = new int[count];
        for (var worker = 1; worker < count; worker++)
        {
            _wake[worker] = new SemaphoreSlim(0);
            var number = worker;
            new Thread(() => Live(number)) { IsBackground = true, Name = $"kernels {number}" }.Start();
        }
    }

    /// <summary>The team that kernels use.</summary>
    public static WorkerTeam Shared => Volatile.Read(ref _shared);

    /// <summary>The caller without workers.</summary>
    public static WorkerTeam Alone { get; } = Of(1);

    /// <summary>Number of threads, with the caller's.</summary>
    public int Count { get; }

    /// <summary>Leaves the work of the team that this thread works for, if another of its workers has failed and will meet nobody any more.</summary>
    public static void LeaveIfBroken()
    {
        if (_current is { } team && Volatile.Read(ref team._error) is not null)
            throw new InvalidOperationException("Another worker failed.");
    }

    /// <summary>Makes the shared team one of so many threads.</summary>
    public static void Resize(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Volatile.Write(ref _shared, Of(count));
    }

    /// <summary>Runs every worker's part of some work; returns when all are done. Workers have one caller at a time, others wait.</summary>
    public void Run(ITeamWork work)
    {
        using var mode = new DenormalsFlushed();
        if (Count == 1)
        {
            work.Run(0, 1);
            return;
        }
        lock (_use)
        {
            (_work, _error, _unfinished) = (work, null, Count - 1);
            Interlocked.Increment(ref _round);
            for (var worker = 1; worker < Count; worker++)
            {
                if (Interlocked.Exchange(ref _asleep[worker], 0) == 1)
                    _wake[worker].Release();
            }
            Do(work, 0);
            for (var tries = 0; Volatile.Read(ref _unfinished) > 0; tries++)
                SpinBarrier.Pause(tries);
            _work = null;
            _error?.Throw();
        }
    }

    private static WorkerTeam Of(int count)
    {
        lock (Teams)
        {
            if (!Teams.TryGetValue(count, out var team))
                Teams.Add(count, team = new WorkerTeam(count));
            return team;
        }
    }

    private void Live(int worker)
    {
        using var mode = new DenormalsFlushed();
        var seen = 0;
        while (true)
        {
            for (var tries = 0; Volatile.Read(ref _round) == seen; tries++)
            {
                if (tries < LooksBeforeSleep)
                {
                    SpinBarrier.Pause(tries);
                    continue;
                }
                Interlocked.Exchange(ref _asleep[worker], 1);
                // Work that came meanwhile has either seen the mark, and wakes, or not, and then the mark is taken back here.
                if (Volatile.Read(ref _round) == seen || Interlocked.Exchange(ref _asleep[worker], 0) == 0)
                    _wake[worker].Wait();
            }
            seen++;
            Do(_work!, worker);
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private void Do(ITeamWork work, int worker)
    {
        _current = this;
        try
        {
            work.Run(worker, Count);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(exception), null);
        }
        finally
        {
            _current = null;
        }
    }
}
