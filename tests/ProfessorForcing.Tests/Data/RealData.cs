using ProfessorForcing.Data;

namespace ProfessorForcing.Tests.Data;

/// <summary>Finds real data sets: $PROFESSOR_DATA, else shared/data beside the repository.</summary>
internal static class RealData
{
    /// <summary>A locator that finds a file; without it the test is skipped.</summary>
    public static DataLocator With(string file)
    {
        var root = Environment.GetEnvironmentVariable("PROFESSOR_DATA") is { Length: > 0 } named ? named : BesideRepository();
        if (root is null || !File.Exists(Path.Combine(root, file)))
            Assert.Skip($"{file} is neither in PROFESSOR_DATA nor in ../shared/data");
        return new(root);
    }

    private static string? BesideRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProfessorForcing.slnx")))
                return Path.Combine(folder.FullName, "..", "shared", "data");
        }
        return null;
    }
}
