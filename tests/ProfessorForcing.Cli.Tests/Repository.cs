namespace ProfessorForcing.Cli.Tests;

/// <summary>Files of the checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of data sets, or null where there is none.</summary>
    public static string? Data { get; } = new[] { Environment.GetEnvironmentVariable("PROFESSOR_DATA"), Path.Combine(Root, "..", "shared", "data") }
        .FirstOrDefault(Directory.Exists);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ProfessorForcing.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside a checkout");
        return folder;
    }
}
