namespace ProfessorForcing.Kernels.Threading;

/// <summary>A worker's share of one phase of a step.</summary>
internal delegate void Phase(long step, int worker, int workers);

/// <summary>
/// Steps of some phases, after each of which the workers of a team meet. The shares are always those of the whole team; where its workers
/// are kept from meeting, one thread does all of them.
/// </summary>
internal sealed class PhasedWork(WorkerTeam team, params IReadOnlyList<Phase> phases) : ITeamWork
{
    private readonly SpinBarrier _barrier = new(team.Count);
    private readonly Phase[] _phases = [.. phases];
    private long _first;
    private long _end;
    private bool _isBroken;

    /// <summary>Does some steps.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidOperationException">Steps before have failed, so that nobody knows where they got to.</exception>
    public void Do(long first, long count)
    {
        if (_isBroken)
            throw new InvalidOperationException("A step before has failed: begin anew.");
        (_first, _end) = (first, first + count);
        using var attempt = Contention.OfProcess.Begin(team);
        _isBroken = true;
        attempt.Team.Run(this);
        _isBroken = false;
    }

    public void Run(int worker, int workers)
    {
        var isWhole = workers == team.Count;
        for (var step = _first; step < _end; step++)
        {
            foreach (var phase in _phases)
            {
                if (isWhole)
                {
                    phase(step, worker, workers);
                    _barrier.Wait();
                    continue;
                }
                for (var share = 0; share < team.Count; share++)
                    phase(step, share, team.Count);
            }
        }
    }
}
