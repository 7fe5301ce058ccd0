using System.Runtime.InteropServices;

namespace ProfessorForcing.Native;

/// <summary>
/// How libtorch's idle threads wait on Linux. GNU OpenMP spins for about a millisecond by default, between the thousands of
/// short operations of a recurrent step; with one core busy elsewhere the team then loses most of its time to its own
/// spinning. A shorter spin costs next to nothing on a free machine and leaves a busy one several times faster.
/// </summary>
internal static class IdleThreads
{
    private const string SpinCount = "GOMP_SPINCOUNT";

    /// <summary>Limits the spin, unless the user has chosen how threads wait. Must run before libtorch is loaded.</summary>
    public static void LimitSpin()
    {
        if (!OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable(SpinCount) is not null
            || Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null)
            return;
        // The runtime's own Environment.SetEnvironmentVariable does not reach native code.
        if (SetEnvironmentVariable(SpinCount, "10000", 0) != 0)
            throw new InvalidOperationException($"{SpinCount} could not be set: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "setenv", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironmentVariable(string name, string value, int overwrite);
}
