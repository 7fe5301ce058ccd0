using System.Diagnostics;
using System.Globalization;

using ProfessorForcing.Bench.Contests;
using ProfessorForcing.Bench.Machine;
using ProfessorForcing.Native;

namespace ProfessorForcing.Bench;

/// <summary>Memory of some work, each measured in a process of its own: <c>professor bench --measure KEY</c>.</summary>
public static class Separate
{
    private const int PeakSteps = 3;
    private const int EarlySteps = 100;
    private const int LaterSteps = 1000;

    /// <summary>Bytes that a few steps need at most, beyond those that the process needed before.</summary>
    /// <param name="shape">The work.</param>
    /// <param name="ours">Ours or the straightforward implementation.</param>
    /// <param name="threads">Threads.</param>
    public static double Peak(IShape shape, bool ours, int threads) => Ask("peak", shape, ours, threads);

    /// <summary>By what factor resident memory grows over 1,000 steps after the first hundred.</summary>
    /// <inheritdoc cref="Peak"/>
    public static (double After, double Before) Growth(IShape shape, bool ours, int threads)
    {
        var after = Ask("later", shape, ours, threads);
        return (after, Ask("early", shape, ours, threads));
    }

    /// <summary>Does what a key asks for in this process.</summary>
    /// <param name="key">As given to <c>--measure</c>.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="FormatException">This is no such key.</exception>
    public static double Answer(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split('/', 3);
        if (parts.Length != 3)
            throw new FormatException($"'{key}' is not a key");
        using var contest = Shapes.Parse(parts[2]).Start();
        Action step = parts[1] == "ours" ? contest.Ours : contest.Theirs;
        var before = ProcessMemory.Resident;
        Repeat(step, parts[0] switch { "peak" => PeakSteps, "early" => EarlySteps, "later" => EarlySteps + LaterSteps, _ => throw new FormatException($"'{key}' is not a key") });
        return parts[0] == "peak" ? ProcessMemory.Peak - before : ProcessMemory.Resident;
    }

    private static void Repeat(Action step, int times)
    {
        for (var i = 0; i < times; i++)
            step();
    }

    private static string Key(string kind, IShape shape, bool ours) => $"{kind}/{(ours ? "ours" : "theirs")}/{Shapes.Format(shape)}";

    private static double Ask(string kind, IShape shape, bool ours, int threads)
    {
        var key = Key(kind, shape, ours);
        var program = Environment.ProcessPath!;
        string[] arguments = ["bench", "--measure", key, "--threads", threads.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        // `dotnet professor.dll` or the program itself.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What glibc does by itself is what a program without this library has.
        if (!ours)
            start.Environment[LargeBlocks.Variable] = "default";
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"measuring {key} in a process of its own ended with code {process.ExitCode}");
    }
}
