namespace ProfessorForcing.Cli.Tests.Packaging;

/// <summary>The command is built for systems that it is not tested on.</summary>
[Trait("Suite", "Slow")]
[Collection("Builds")]
public sealed class RuntimeTests(RuntimeTests.Outputs outputs) : IClassFixture<RuntimeTests.Outputs>
{
    /// <summary>A folder for all builds, so that the libraries are compiled once and the working copy is left as it is.</summary>
    public sealed class Outputs : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("professor-runtimes-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    [Theory]
    [InlineData("win-x64", "professor.exe", "torch_cpu.dll")]
    [InlineData("osx-arm64", "professor", "libtorch_cpu.dylib")]
    [InlineData("linux-arm64", "professor", null)]
    public void The_command_builds_for(string runtime, string program, string? libtorch)
    {
        var (code, output) = CleanProcess.Run(
            "dotnet",
            [
                "build", Path.Combine(Repository.Root, "src", "ProfessorForcing.Cli"), "-c", "Release", "-r", runtime, "--artifacts-path", outputs.Folder,
                "--nologo", "-v", "q", "-p:RunAnalyzers=false", "-p:CreateSymbolicLinksForCopyLocalIfPossible=true",
            ],
            outputs.Folder);
        // What a build for another system needs besides, its program's host, is a package that has to be fetched.
        if (output.Contains("NU1301", StringComparison.Ordinal))
            Assert.Skip($"the packages for {runtime} are not here and cannot be fetched");
        Assert.True(code == 0, output);
        var folder = Path.Combine(outputs.Folder, "bin", "ProfessorForcing.Cli", $"release_{runtime}");
        Assert.True(File.Exists(Path.Combine(folder, program)), $"{folder} has no {program}");
        var native = Path.Combine(folder, "runtimes", runtime, "native");
        if (libtorch is null)
            Assert.False(Directory.Exists(native), "is there a libtorch for this system now? The README says there is none");
        else
            Assert.True(File.Exists(Path.Combine(native, libtorch)), $"{native} has no {libtorch}");
    }
}
