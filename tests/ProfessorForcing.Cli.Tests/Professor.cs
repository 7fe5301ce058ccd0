using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Runs the command as its users do: as a process.</summary>
internal static class Professor
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What a process left behind.</summary>
    public sealed record Result(int Code, string Output, string Error)
    {
        public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public JsonNode Json => JsonNode.Parse(Output)!;

        /// <summary>Checks that the command failed in order: with this exit code and one line on standard error, no stack trace.</summary>
        /// <returns>The line.</returns>
        public string Fails(int code)
        {
            Assert.True(Code == code, $"exit code {Code} instead of {code}: {Error}");
            var line = Assert.Single(ErrorLines);
            Assert.StartsWith("error: ", line, StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", Output + Error, StringComparison.Ordinal);
            return line;
        }
    }

    /// <summary>Runs to the end.</summary>
    public static Result Run(params string[] arguments) => Run(Limit, arguments);

    /// <summary>Runs to the end, or for so long that it never will.</summary>
    public static Result Run(TimeSpan limit, string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(limit), "the command did not end");
        return new(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts a process whose environment names no data, so that only what the test gives is found.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "professor.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["PROFESSOR_DATA"] = "";
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(Path.GetTempPath(), "professor-tests-no-cache");
        return Process.Start(start)!;
    }
}
