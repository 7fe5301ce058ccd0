using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Threading;

using static TorchSharp.torch;

namespace ProfessorForcing.Native;

/// <summary>The number of threads that tensor operations and kernels use in this process.</summary>
public static class ComputeThreads
{
    /// <summary>Largest number of threads that can be asked for.</summary>
    public const int Max = 1024;

    private static readonly Lock Gate = new();

    /// <summary>Sets the number of threads for everything that follows in this process.</summary>
    /// <param name="threads">1 to <see cref="Max"/>; 0: one for each processor that this process may use.</param>
    /// <returns>The number that is used now.</returns>
    /// <remarks>A run repeats bit for bit only with the same number of threads.</remarks>
    /// <exception cref="ConfigurationException">A number outside the allowed range.</exception>
    public static int Set(int threads)
    {
        if (threads is < 0 or > Max)
            throw new ConfigurationException($"threads: {threads} is not allowed; allowed are 1 to {Max}, and 0 for all processors");
        var count = threads == 0 ? Environment.ProcessorCount : threads;
        lock (Gate)
        {
            NativeLibraries.Initialize();
            set_num_threads(count);
            KernelThreads.Count = count;
            // Nothing here runs operations side by side; libtorch lets this be set only once.
            if (get_num_interop_threads() != 1)
                set_num_interop_threads(1);
        }
        return count;
    }
}
