using System.Runtime.InteropServices;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// A point at which a number of threads wait for one another. It spins briefly, since the threads of a recurrence meet every
/// few microseconds, and then gives its core away, since the thread it waits for may have no other.
/// </summary>
/// <param name="participants">How many threads meet.</param>
internal sealed class SpinBarrier(int participants)
{
    // Of the order of a step of a small recurrence.
    private const int Spins = 600;

    private Counters _counters;

    /// <summary>Returns when every participant has come.</summary>
    public void Wait()
    {
        if (participants == 1)
            return;
        var round = Volatile.Read(ref _counters.Round);
        if (Interlocked.Increment(ref _counters.Arrived) == participants)
        {
            _counters.Arrived = 0;
            Volatile.Write(ref _counters.Round, round + 1);
            return;
        }
        for (var tries = 0; Volatile.Read(ref _counters.Round) == round; tries++)
        {
            if (tries > Spins)
                WorkerTeam.LeaveIfBroken();
            Pause(tries);
        }
    }

    /// <summary>What a waiting thread does at its n-th look.</summary>
    public static void Pause(int tries)
    {
        if (tries < Spins)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    // Each on a cache line of its own.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        [FieldOffset(64)]
        public int Arrived;

        [FieldOffset(128)]
        public int Round;
    }
}
