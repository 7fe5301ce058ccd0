using System.Diagnostics;
using System.Text;

using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Cli.Tests.Readme;

/// <summary>
/// Goes through the README as a newcomer would: all its commands in order in one folder, which is empty but for the
/// script <c>professor</c> (a link), a text <c>book.txt</c>, and images and handwriting of one's own. Once, for all tests.
/// </summary>
public sealed class ReadmeWalk : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public ReadmeWalk()
    {
        if (!OperatingSystem.IsLinux())
            return;
        File.CreateSymbolicLink(Path.Combine(Folder, "professor"), Path.Combine(Repository.Root, "professor"));
        File.WriteAllText(Path.Combine(Folder, "book.txt"), Book());
        WriteImages();
        WriteStrokes();
        foreach (var command in ReadmeText.Commands.Select(ReadmeCommand.Of))
        {
            if (command?.Run is not { } line)
                continue;
            var step = Shell("bash", "-c", line) with { Line = command.Line };
            Steps.Add(step);
            if (step.Code != 0)
                break;
        }
    }

    /// <summary>A command that was run.</summary>
    internal sealed record Step(string Line, int Code, string Output, string Error, TimeSpan Time)
    {
        public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Where it happens.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("readme-").FullName;

    /// <summary>All commands that were run, up to the first that failed.</summary>
    internal List<Step> Steps { get; } = [];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a program in the folder.</summary>
    internal Step Shell(string program, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        var start = CleanProcess.Start(program, arguments, Folder);
        // Where classifiers of made-up images are kept, which are of no use to the user.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
            process.Kill(entireProcessTree: true);
        return new(string.Join(' ', arguments), process.ExitCode, output.Result, error.Result, watch.Elapsed);
    }

    private void WriteImages()
    {
        MadeUpImages.WriteSet(Path.Combine(Folder, "digits"), 12, train: 60, test: 20);
        MadeUpImages.WriteSet(Path.Combine(Folder, "fashion-mnist"), 28, train: 60, test: 20);
        for (var i = 0; i < 60; i++)
            MadeUpImages.WriteDiagonal(Path.Combine(Folder, "drawings", $"{i}.png"), 16, 16);
        MadeUpImages.WriteDiagonal(Path.Combine(Folder, "half.png"), 12, 6);
    }

    // So many that a tenth, the test lines, is enough for --quality; with all letters of the texts that the README writes.
    private void WriteStrokes()
    {
        string[] words = ["a", "line", "of", "ink", "in", "my", "hand"];
        for (var i = 0; i < 4000; i++)
            MadeUpStrokes.Write(Path.Combine(Folder, "strokes"), $"{i:D4}", $"{words[i % 7]} {words[i / 7 % 7]}");
        MadeUpStrokes.Write(Path.Combine(Folder, "strokes"), "line", "in line of hand");
    }

    // 300 kB of sentences, each of which begins with 'It was' or not.
    private static string Book()
    {
        string[] words = ["the", "a", "old", "river", "house", "night", "garden", "of", "and", "quiet", "stone", "light", "under", "long", "winter", "road", "she", "he", "saw", "went"];
        var random = new RandomStream(1, "book");
        var text = new StringBuilder();
        while (text.Length < 300_000)
        {
            text.Append(random.NextDouble() < 0.5 ? "It was" : "There stood");
            for (var left = 4 + (int)(8 * random.NextDouble()); left > 0; left--)
                text.Append(' ').Append(words[(int)(words.Length * random.NextDouble())]);
            text.Append(random.NextDouble() < 0.2 ? ".\n" : ". ");
        }
        return text.ToString();
    }
}
