namespace ProfessorForcing.Kernels.Threading;

/// <summary>The number of threads that kernels use in this process.</summary>
public static class KernelThreads
{
    /// <summary>Number of threads, with the caller's; 1 until it is set. Results repeat bit for bit only with the same number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public static int Count
    {
        get => WorkerTeam.Shared.Count;
        set => WorkerTeam.Resize(value);
    }
}
