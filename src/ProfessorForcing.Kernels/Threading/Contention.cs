namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// Whether other programs keep the workers from their meetings. Threads that meet at every step of a recurrence are together as slow as
/// the one that waits for a core, which may be a hundred times slower than one thread alone. So after a pass in which they often had to
/// sleep, passes are done by one thread for a while; results do not depend on it.
/// </summary>
internal sealed class Contention
{
    // A program's turn is some milliseconds; then, with each failure in a row, twice as long.
    private const int Shortest = 100;
    private const int Longest = 3200;

    // Of so many meetings, one at which somebody slept costs more than the second thread gains.
    private const int Meetings = 32;

    private long _until;
    private int _pause = Shortest;

    /// <summary>What the kernels of this process have met with.</summary>
    public static Contention OfProcess { get; } = new();

    /// <summary>The threads for work whose workers meet often.</summary>
    public WorkerTeam Team => Environment.TickCount64 < Volatile.Read(ref _until) ? WorkerTeam.Alone : WorkerTeam.Shared;

    /// <summary>Takes note of how a pass went.</summary>
    /// <param name="team">Who did it.</param>
    /// <param name="meetings">How often its workers met.</param>
    /// <param name="sleeps">How often one of them slept meanwhile.</param>
    public void After(WorkerTeam team, long meetings, long sleeps)
    {
        if (team.Count == 1)
            return;
        if (sleeps * Meetings <= meetings)
        {
            _pause = Shortest;
            return;
        }
        Volatile.Write(ref _until, Environment.TickCount64 + _pause);
        _pause = Math.Min(2 * _pause, Longest);
    }
}
