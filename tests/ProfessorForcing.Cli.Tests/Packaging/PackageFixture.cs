namespace ProfessorForcing.Cli.Tests.Packaging;

/// <summary>The packages of this working copy, in a folder of their own, and the command installed from it.</summary>
public sealed class PackageFixture : IDisposable
{
    public PackageFixture()
    {
        Folder = Directory.CreateTempSubdirectory("professor-packages-").FullName;
        var root = FindRoot();
        foreach (var project in new[] { "ProfessorForcing.Kernels", "ProfessorForcing", "ProfessorForcing.Cli" })
            Succeed("dotnet", ["pack", Path.Combine(root, "src", project), "-o", Packages, "--nologo", "-v", "q"]);
        Succeed("dotnet", ["tool", "install", "--tool-path", Path.Combine(Folder, "tool"), "--source", Packages, "ProfessorForcing.Cli"]);
    }

    /// <summary>A folder that is removed at the end.</summary>
    public string Folder { get; }

    /// <summary>The folder with the packages.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>The installed command.</summary>
    public string Professor => Path.Combine(Folder, "tool", OperatingSystem.IsWindows() ? "professor.exe" : "professor");

    /// <summary>Runs a command in <see cref="Folder"/> that must end with code 0.</summary>
    /// <returns>What it wrote.</returns>
    public string Succeed(string command, IEnumerable<string> arguments)
    {
        var (code, output) = CleanProcess.Run(command, arguments, Folder);
        Assert.True(code == 0, $"{command} {string.Join(' ', arguments)} ended with code {code}:\n{output}");
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProfessorForcing.slnx")))
                return folder.FullName;
        }
        Assert.Skip("the tests do not run in a working copy");
        return "";
    }
}
