using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// A point at which a number of threads wait for one another. A thread spins briefly, since those of a recurrence meet every few
/// microseconds; then it gives way to others on its core; and at last it sleeps, since the one it waits for may stand in line behind
/// another program on another core, and a core that is idle takes it over.
/// </summary>
/// <param name="participants">How many threads meet.</param>
internal sealed class SpinBarrier(int participants)
{
    // Of the order of a step of a small recurrence.
    private const int Spins = 600;

    // A small part of another program's turn.
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(100);

    // After so long a sleeper looks whether another worker has failed.
    private const int NapMilliseconds = 10;

    private static long _slept;

    private readonly object _bed = new();
    private Counters _counters;

    /// <summary>How long threads have waited so far where they did not meet before they slept, all of them and at any barrier together.</summary>
    public static TimeSpan Slept => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _slept));

    /// <summary>Returns when every participant has come.</summary>
    public void Wait()
    {
        if (participants == 1)
            return;
        var round = Volatile.Read(ref _counters.Round);
        if (Interlocked.Increment(ref _counters.Arrived) == participants)
        {
            _counters.Arrived = 0;
            // A full fence, so that either the sleepers are seen here or the new round is seen by who is about to sleep.
            Interlocked.Exchange(ref _counters.Round, round + 1);
            if (Volatile.Read(ref _counters.Asleep) > 0)
                WakeAll();
            return;
        }
        var (since, hasSlept) = (0L, false);
        for (var tries = 0; Volatile.Read(ref _counters.Round) == round; tries++)
        {
            if (tries == Spins)
                since = Stopwatch.GetTimestamp();
            if (tries <= Spins || Stopwatch.GetElapsedTime(since) < Patience)
            {
                Pause(tries);
                continue;
            }
            hasSlept = true;
            Sleep(round);
        }
        if (hasSlept)
            Interlocked.Add(ref _slept, Stopwatch.GetTimestamp() - since);
    }

    /// <summary>What a waiting thread does at its n-th look.</summary>
    public static void Pause(int tries)
    {
        if (tries < Spins)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    private void Sleep(int round)
    {
        lock (_bed)
        {
            Interlocked.Increment(ref _counters.Asleep);
            if (Volatile.Read(ref _counters.Round) == round)
                Monitor.Wait(_bed, NapMilliseconds);
            Interlocked.Decrement(ref _counters.Asleep);
        }
        WorkerTeam.LeaveIfBroken();
    }

    private void WakeAll()
    {
        lock (_bed)
            Monitor.PulseAll(_bed);
    }

    // Each on a cache line of its own.
    [StructLayout(LayoutKind.Explicit, Size = 320)]
    private struct Counters
    {
        [FieldOffset(64)]
        public int Arrived;

        [FieldOffset(128)]
        public int Round;

        [FieldOffset(192)]
        public int Asleep;
    }
}
