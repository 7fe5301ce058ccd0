using System.Diagnostics;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// Whether other programs keep the workers from their meetings. Threads that meet at every step of a recurrence are together as slow as
/// the one that waits for a core, which may be a hundred times slower than one thread alone. So after passes in which more time was lost
/// than a single thread would lose, the next ones are done by one thread for a while; results do not depend on it.
/// </summary>
internal sealed class Contention
{
    // A program's turn is some milliseconds; then, with each failure in a row, twice as long.
    private const int Shortest = 100;
    private const int Longest = 3200;

    // Shorter passes are judged together: a single one may be over before the system has given each thread a core.
    private static readonly TimeSpan Judged = TimeSpan.FromMilliseconds(20);

    private readonly Lock _use = new();
    private TimeSpan _time;
    private TimeSpan _slept;
    private long _until;
    private int _pause = Shortest;

    /// <summary>What the kernels of this process have met with.</summary>
    public static Contention OfProcess { get; } = new();

    /// <summary>Whether passes are done by one thread now.</summary>
    public bool IsNoted => Environment.TickCount64 < Volatile.Read(ref _until);

    /// <summary>Begins a pass, by <see cref="Attempt.Team"/>; when the attempt is disposed of, note is taken of how it went.</summary>
    /// <param name="team">Who does it usually.</param>
    public Attempt Begin(WorkerTeam team) => new(this, IsNoted ? WorkerTeam.Alone : team);

    /// <summary>Takes note of how a pass went.</summary>
    /// <param name="workers">How many threads did it.</param>
    /// <param name="time">How long it took.</param>
    /// <param name="slept">How long they slept meanwhile, together.</param>
    public void After(int workers, TimeSpan time, TimeSpan slept)
    {
        if (workers == 1)
            return;
        lock (_use)
        {
            (_time, _slept) = (_time + time, _slept + slept);
            if (_time < Judged)
                return;
            // While one of n threads has no core, the n − 1 others sleep. Without all that, n·time − slept − slept / (n − 1) are left to do;
            // whether a thread that has a core is sooner done with it than n were is what is asked here.
            var isLost = _slept * workers >= _time * (workers - 1.0) * (workers - 1);
            (_time, _slept) = (TimeSpan.Zero, TimeSpan.Zero);
            if (isLost)
                Volatile.Write(ref _until, Environment.TickCount64 + _pause);
            _pause = isLost ? Math.Min(2 * _pause, Longest) : Shortest;
        }
    }

    /// <summary>A pass while it is done.</summary>
    internal readonly struct Attempt(Contention contention, WorkerTeam team) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly TimeSpan _slept = SpinBarrier.Slept;

        /// <summary>Who does it.</summary>
        public WorkerTeam Team => team;

        /// <inheritdoc/>
        public void Dispose() => contention.After(team.Count, Stopwatch.GetElapsedTime(_start), SpinBarrier.Slept - _slept);
    }
}
