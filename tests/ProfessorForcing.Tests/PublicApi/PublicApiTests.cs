using System.Reflection;

using ProfessorForcing.Native;

using PublicApiGenerator;

namespace ProfessorForcing.Tests.PublicApi;

/// <summary>What users can call is written down beside this file, so that no change of it goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_librarys_public_API_is_the_one_written_down() => Check(typeof(NativeLibraries).Assembly);

    [Fact]
    public void The_kernels_public_API_is_the_one_written_down() => Check(Assembly.Load("ProfessorForcing.Kernels"));

    private static void Check(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var path = RepositoryFiles.Find("tests", "ProfessorForcing.Tests", "PublicApi", $"{name}.txt");
        var actual = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("PROFESSOR_ACCEPT_API") is "1")
            File.WriteAllText(path, actual);
        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (actual == expected)
            return;
        var actualLines = actual.Split('\n');
        var expectedLines = expected.Split('\n');
        var changes = expectedLines.Except(actualLines).Select(line => $"- {line.Trim()}")
            .Concat(actualLines.Except(expectedLines).Select(line => $"+ {line.Trim()}"))
            .ToList();
        var shown = string.Join('\n', changes.Take(30)) + (changes.Count > 30 ? $"\n... and {changes.Count - 30} more" : "");
        Assert.Fail($"The public API of {name} has changed:\n{shown}\nIf that is meant, accept it with: ./test --accept-api --fast -- -class '*PublicApiTests'");
    }
}
