using System.Diagnostics;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Programs that may build: what the tests' own process was started with is not for them.</summary>
internal static class CleanProcess
{
    /// <summary>How such a program is started, with its output read by us.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return start;
    }

    /// <summary>Runs one to its end.</summary>
    public static (int Code, string Output) Run(string program, IEnumerable<string> arguments, string folder)
    {
        using var process = Process.Start(Start(program, arguments, folder))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
