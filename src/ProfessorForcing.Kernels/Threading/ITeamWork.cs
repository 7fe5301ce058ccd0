namespace ProfessorForcing.Kernels.Threading;

/// <summary>Work that a <see cref="WorkerTeam"/> does together.</summary>
internal interface ITeamWork
{
    /// <summary>One worker's part.</summary>
    /// <param name="worker">Number of the worker, from 0.</param>
    /// <param name="workers">How many there are.</param>
    void Run(int worker, int workers);
}
