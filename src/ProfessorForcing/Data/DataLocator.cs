namespace ProfessorForcing.Data;

/// <summary>Finds data sets: below the folder given on the command line, else below <c>$PROFESSOR_DATA</c>, else in the user's cache.</summary>
/// <param name="root">The folder given on the command line, if any.</param>
public sealed class DataLocator(string? root = null)
{
    /// <summary>The folders that are searched, first to last.</summary>
    public IReadOnlyList<string> Roots { get; } = FindRoots(root);

    /// <summary>Finds a file of a data set.</summary>
    /// <param name="relativePath">Path below a root, such as <c>ptb/ptb.train.txt</c>.</param>
    /// <returns>The full path of the first that exists.</returns>
    /// <exception cref="InputDataException">No root has it; the message lists where it was looked for.</exception>
    public string Find(string relativePath) =>
        Roots.Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists)
        ?? throw new InputDataException(
            $"data file '{relativePath}' not found in {string.Join(", ", Roots)}; name the folder that holds it with --data-root or PROFESSOR_DATA");

    private static List<string> FindRoots(string? root)
    {
        if (!string.IsNullOrEmpty(root))
            return [Path.GetFullPath(root)];
        var roots = new List<string>();
        if (Environment.GetEnvironmentVariable("PROFESSOR_DATA") is { Length: > 0 } fromEnvironment)
            roots.Add(Path.GetFullPath(fromEnvironment));
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        roots.Add(Path.Combine(cache, "professor-forcing", "data"));
        return roots;
    }
}
