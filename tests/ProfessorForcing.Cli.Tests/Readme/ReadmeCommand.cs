using System.Text.RegularExpressions;

using ProfessorForcing.Data.Handwriting;

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
        ("PROFESSOR_LIBTORCH=/path/to/site-packages/torch/lib ./professor train --device cuda", "needs a GPU and a CUDA PyTorch"),
        ("dotnet build src/ProfessorForcing.Cli -c Release -p:Cuda=true", "downloads several gigabytes"),
        ("dotnet pack ", "PackageTests packs"),
        ("dotnet tool install --global ", "PackageTests installs the command, for a folder of its own instead of the user"),
        ("dotnet add package ", "PackageTests uses both packages in a project"),
    ];

    private const string Images = "--set generator.hidden=8 generator.embedding=4 discriminator.channels=4,4 training.batch_size=4 training.validation_sequences=4 training.sample_count=4";
    private const string Strokes = "--set generator.hidden=12 generator.window_components=2 generator.mixtures=2 discriminator.hidden=6 training.batch_size=8 training.validation_sequences=20"
        + " professor.free_running_length=60 professor.free_running_rows=4 training.sample_length=40 training.sample_count=2";

    // Trainings of small networks on made-up data (ReadmeWalk), so that the commands that use the runs can be run as they stand.
    private static readonly (string Start, string More)[] MadeSmall =
    [
        ("./professor train mnist-small --data ", Images),
        ("./professor train mnist-small --set data.kind=idx ", $"{Images} data.valid_count=20"),
        ("./professor train mnist-small ", $"{Images} data.kind=idx data.path=digits data.height=12 data.width=12 data.valid_count=20"),
        ("./professor train handwriting-small --set data.kind=hershey ", $"{Strokes} data.lines=40"),
        ("./professor train handwriting-small ", $"{Strokes} data.kind=strokes data.path=strokes"),
        ("./professor train --data strokes/ ", Strokes),
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
        if (command.Contains("data.kind=hershey", StringComparison.Ordinal) && !Directory.Exists(HersheyFont.DebianFolder))
            return new(line, null, "needs the fonts of Debian's package hershey-fonts-data");
        if (MadeSmall.FirstOrDefault(known => (command + " ").StartsWith(known.Start, StringComparison.Ordinal)) is { Start: not null } small)
            return new(line, $"{command} {small.More} --steps 3", "on made-up data and cut short, or it would need data sets and take hours");
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
