namespace ProfessorForcing.Bench.Machine;

/// <summary>Physical memory of this process, as Linux counts it.</summary>
public static class ProcessMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Whether this system says.</summary>
    public static bool IsKnown => File.Exists(Status);

    /// <summary>Bytes in use now.</summary>
    public static long Resident => Read("VmRSS:");

    /// <summary>The most bytes that were in use at a time since the process began.</summary>
    public static long Peak => Read("VmHWM:");

    private static long Read(string key)
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith(key, StringComparison.Ordinal));
        return 1024 * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }
}
