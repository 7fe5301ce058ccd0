using System.Runtime.InteropServices;

namespace ProfessorForcing.Native;

/// <summary>
/// Where glibc takes large blocks of memory from. By itself it keeps blocks of up to 32 MiB that were given back, in pieces that the next
/// ones may not fit into: a step of training then holds up to half as much again as it uses. Here large blocks go back to the system.
/// </summary>
internal static class LargeBlocks
{
    /// <summary><c>default</c> leaves memory to glibc; <c>give-back</c> does not even where speed is measured.</summary>
    public const string Variable = "PROFESSOR_MALLOC";

    // From here on fresh pages, which have to be cleared, cost little beside the work on them.
    private const int GivenBack = 4 << 20;

    // What glibc's own adjustment comes to with large blocks.
    private const int Kept = 32 << 20;

    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    /// <summary>Has large blocks given back, unless the user has said something about memory.</summary>
    public static void GiveBack()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not "default")
            Set(GivenBack, GivenBack);
    }

    /// <summary>Has them kept, as glibc does by itself, unless the user has said something about memory.</summary>
    public static void Keep()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Set(Kept, 2 * Kept);
    }

    private static void Set(int mmapThreshold, int trimThreshold)
    {
        if (!OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null
            || Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null
            || Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("_threshold", StringComparison.Ordinal) is true)
            return;
        try
        {
            if (SetOption(MmapThreshold, mmapThreshold) == 0 || SetOption(TrimThreshold, trimThreshold) == 0)
                NativeLibraries.WriteLog("large blocks of memory are kept: the C library does not take their size");
        }
        catch (EntryPointNotFoundException)
        {
            NativeLibraries.WriteLog("large blocks of memory are kept: the C library is not glibc");
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
