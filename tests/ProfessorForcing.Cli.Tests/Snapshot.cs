namespace ProfessorForcing.Cli.Tests;

/// <summary>Outputs that were looked at and found good: <c>Snapshots/*.txt</c>.</summary>
internal static class Snapshot
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "ProfessorForcing.Cli.Tests", "Snapshots", name));
}
