using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using ProfessorForcing.Data.Text.Oracle;

using SkiaSharp;

namespace ProfessorForcing.Cli.Tests.Readme;

/// <summary>What the README says works, as it says it.</summary>
[Trait("Suite", "Slow")]
[Collection("Builds")]
public sealed partial class ReadmeTests(ReadmeWalk walk) : IClassFixture<ReadmeWalk>
{
    [Fact]
    public void Every_command_works()
    {
        SkipElsewhere();
        Assert.All(walk.Steps, step => Assert.True(step.Code == 0, $"{step.Line}\nended with code {step.Code}:\n{step.Output}{step.Error}"));
        Assert.Equal(ReadmeText.Commands.Count(line => ReadmeCommand.Of(line)?.Run is not null), walk.Steps.Count);
    }

    [Fact]
    public void Only_the_first_command_builds()
    {
        SkipElsewhere();
        Assert.All(walk.Steps.Skip(1), step => Assert.DoesNotContain("building professor", step.Output + step.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void The_main_job_trains_a_generator_that_writes_words_and_tags()
    {
        var train = Ran("./professor train ");
        Assert.Equal($"oracle by professor forcing, {Steps("oracle"):N0} steps, in {Path.Combine(walk.Folder, "runs", "oracle")}", train.OutputLines[0]);
        Assert.Contains(train.OutputLines, line => line.StartsWith("best validation: ", StringComparison.Ordinal));
        TestContext.Current.SendDiagnosticMessage($"the main job took {train.Time.TotalSeconds:F0} s");
        var sample = Ran("./professor sample runs/oracle ");
        Assert.Equal(301, sample.Output.Length); // and a line end
        Assert.Matches("<[a-z]+>", sample.Output);
        // What stands between spaces, marks and tags; the last may be cut off.
        var words = Word().Matches(sample.Output[..sample.Output.LastIndexOf(' ')]).Select(match => match.Value).ToArray();
        var known = OracleLanguage.Instance.Words.ToHashSet();
        Assert.True(words.Length >= 20, sample.Output);
        Assert.True(words.Count(known.Contains) > words.Length / 2, $"few words of the language: {sample.Output}");
        Assert.Contains("gate of G open in ", Ran("./professor evaluate runs/oracle ").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_ones_own_becomes_a_run_of_its_name()
    {
        Assert.StartsWith("book by professor forcing, 3 steps", Ran("./professor train --data book.txt").Output, StringComparison.Ordinal);
        Assert.Equal(3, Ran("./professor sample runs/book ").Output.Split("It was").Length - 1);
        var score = JsonNode.Parse(Ran("./professor score runs/book ").Output)!;
        Assert.Equal(File.ReadAllText(Path.Combine(walk.Folder, "book.txt")).Length, (int)score["count"]!);
        var plot = XDocument.Load(Path.Combine(walk.Folder, "curves.svg"));
        Assert.Contains("book, professor", plot.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_handwriting_are_written_into_the_files_that_the_commands_name()
    {
        using var whole = Picture("whole.png");
        Assert.Equal((12, 12), (whole.Width, whole.Height));
        // What was given is there as it was.
        Assert.All(Enumerable.Range(0, 6 * 12), i => Assert.Equal(i % 12 == i / 12, whole.GetPixel(i % 12, i / 12).Red > 0));
        foreach (var name in new[] { "digits.png", "pixels.png", "mine.png", "window.png", "pen.png" })
        {
            using var picture = Picture(name);
            Assert.True(picture.Width > 40, name);
        }
        Assert.Contains("a line of ink", XDocument.Load(Path.Combine(walk.Folder, "line.svg")).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("Fréchet distance from test", Ran("./professor evaluate runs/mnist-small ").Output, StringComparison.Ordinal);
        Assert.Contains("read everything once", Ran("./professor evaluate runs/handwriting-small ").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_begun_from_another_and_resumed()
    {
        Assert.Equal("teacher", (string)Config("teacher")["method"]!);
        Assert.Equal(1, (double)Config("professor")["professor"]!["teacher_weight"]!);
        Assert.Contains("from step 3 to 6", Ran("./professor train --resume ").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_with_the_library_writes_what_the_command_writes()
    {
        var output = RunProgram(ReadmeText.Programs[0], "ProfessorForcing", """<PackageReference Include="TorchSharp-cpu" Version="0.107.0" />""");
        var sample = Professor.Run("sample", Path.Combine(walk.Folder, "runs", "oracle"), "--length", "200", "--seed", "7");
        Assert.Equal(sample.Output.TrimEnd('\n'), output.TrimEnd('\n'));
    }

    [Fact]
    public void The_program_without_libtorch_writes_what_the_command_writes()
    {
        var output = RunProgram(ReadmeText.Programs[1], "ProfessorForcing.Kernels", "");
        var files = Directory.EnumerateFiles(Path.Combine(walk.Folder, "program-ProfessorForcing.Kernels", "bin"), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(files, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
        var sample = Professor.Run(
            "sample", Path.Combine(walk.Folder, "runs", "oracle"), "--newest", "--length", "200", "--seed", "7", "--temperature", "0.8");
        Assert.Equal(sample.Output.TrimEnd('\n'), output.TrimEnd('\n'));
    }

    private string RunProgram(string program, string library, string packages)
    {
        SkipElsewhere();
        var folder = Directory.CreateDirectory(Path.Combine(walk.Folder, $"program-{library}")).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Repository.Root}/src/{library}/{library}.csproj" />
                {packages}
              </ItemGroup>
            </Project>
            """);
        var build = walk.Shell("dotnet", "build", folder, "-c", "Release", "--nologo", "-v", "q");
        Assert.True(build.Code == 0, build.Output + build.Error);
        // Not by dotnet run, which repeats the warnings of the restore on standard output.
        var run = walk.Shell("dotnet", Path.Combine(folder, "bin", "Release", "net10.0", "program.dll"));
        Assert.True(run.Code == 0, run.Output + run.Error);
        return run.Output;
    }

    [GeneratedRegex("(?<=[ >])[a-z&'-]+(?=[ ,;:.!?<])")]
    private static partial Regex Word();

    // The script is bash's, and a newcomer's machine Debian or Ubuntu.
    private static void SkipElsewhere()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("the set-up commands are for Debian and Ubuntu");
    }

    private ReadmeWalk.Step Ran(string start)
    {
        SkipElsewhere();
        var step = walk.Steps.Find(step => (step.Line + " ").StartsWith(start, StringComparison.Ordinal));
        Assert.True(step is not null, $"{start} was not run: it is not in the README, or a command before it failed");
        return step;
    }

    private SKBitmap Picture(string name)
    {
        SkipElsewhere();
        return SKBitmap.Decode(Path.Combine(walk.Folder, name));
    }

    private JsonNode Config(string run)
    {
        SkipElsewhere();
        return JsonNode.Parse(File.ReadAllText(Path.Combine(walk.Folder, "runs", run, "config.json")))!;
    }

    private int Steps(string run) => (int)Config(run)["training"]!["steps"]!;
}
