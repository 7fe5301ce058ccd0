using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli.Tests.Readme;

/// <summary>A command line of the README, and what the tests do with it.</summary>
/// <param name="Line">As it stands there.</param>
/// <param name="Run">As it is run; null if it is not.</param>
/// <param name="Reason">Why it is run differently, or not at all.</param>
internal sealed partial record ReadmeCommand(string Line, string? Run, string Reason = "")
{
    private static readonly (string Start, string Reason)[] NotRun =
    [
        ("./test ", "it is what runs these tests"),
        ("./professor train mnist-small", "needs images; ImageRunTests trains on some"),
        ("./professor sample runs/mnist-small", "needs that run; ImageRunTests has one"),
        ("./professor evaluate runs/mnist-small", "needs that run; ImageRunTests has one"),
        ("./professor train handwriting-small", "needs IAM-OnDB or fonts; HandwritingRunTests trains on strokes"),
        ("./professor train --data strokes/", "needs strokes; HandwritingRunTests trains on some"),
        ("./professor sample runs/handwriting-small", "needs that run; HandwritingRunTests has one"),
        ("./professor evaluate runs/handwriting-small", "needs that run; HandwritingRunTests has one"),
        ("PROFESSOR_LIBTORCH=/path/to/site-packages/torch/lib ./professor train --device cuda", "needs a GPU and a CUDA PyTorch"),
        ("dotnet build src/ProfessorForcing.Cli -c Release -p:Cuda=true", "downloads several gigabytes"),
        ("dotnet pack ", "PackageTests packs"),
        ("dotnet tool install --global ", "PackageTests installs the command, for a folder of its own instead of the user"),
        ("dotnet add package ", "PackageTests uses both packages in a project"),
    ];

    /// <summary>What is to be done with a line; null if nobody has thought of it.</summary>
    public static ReadmeCommand? Of(string line)
    {
        if (NotRun.FirstOrDefault(known => (line + " ").StartsWith(known.Start, StringComparison.Ordinal)) is { Start: not null } known)
            return new(line, null, known.Reason);
        var command = line.Split(" #")[0].TrimEnd();
        if (!command.StartsWith("./professor ", StringComparison.Ordinal))
            return null;
        if (command == "./professor bench")
            return new(line, $"{command} gru-256 --budget 1s", "one row, or it would take minutes; BenchCommandTests has others");
        // The main job is run wholly; of every other training a few steps, with or without the number that the README gives.
        if (command == "./professor train" || !command.StartsWith("./professor train ", StringComparison.Ordinal))
            return new(line, line);
        var steps = command.Contains("--resume", StringComparison.Ordinal) ? "--steps 6" : "--steps 3";
        var cut = Steps().IsMatch(command) ? Steps().Replace(command, steps) : $"{command} {steps}";
        return new(line, cut, "cut short, or it would take minutes");
    }

    [GeneratedRegex(@"--steps \d+")]
    private static partial Regex Steps();
}
