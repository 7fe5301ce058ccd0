namespace ProfessorForcing.Tests;

/// <summary>Files of the working copy that the tests were built in.</summary>
internal static class RepositoryFiles
{
    /// <summary>The root of the working copy; null where the tests run elsewhere.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>Full path of a file; skips the test outside a working copy.</summary>
    public static string Find(params string[] parts)
    {
        if (Root is null)
            Assert.Skip("the tests do not run in a working copy");
        return Path.Combine([Root, .. parts]);
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProfessorForcing.slnx")))
                return folder.FullName;
        }
        return null;
    }
}
