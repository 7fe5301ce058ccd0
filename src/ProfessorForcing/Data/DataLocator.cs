using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>Finds data sets: below the folder given on the command line, then below <c>$PROFESSOR_DATA</c>, then in the user's cache.</summary>
public sealed class DataLocator
{
    /// <summary>Looks in the folder given on the command line first, if there is one.</summary>
    /// <param name="root">That folder.</param>
    public DataLocator(string? root = null)
        : this(root, Environment.GetEnvironmentVariable)
    {
    }

    internal DataLocator(string? root, Func<string, string?> environment)
    {
        var cache = environment("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        Roots =
        [
            .. new[] { root, environment("PROFESSOR_DATA"), Path.Combine(cache, "professor-forcing", "data") }
                .Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!)).Distinct(),
        ];
    }

    /// <summary>The folders that are searched, first to last.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Finds a file of a data set.</summary>
    /// <param name="relativePath">Path below a root, such as <c>ptb/ptb.train.txt</c>.</param>
    /// <returns>The full path of the first that exists.</returns>
    /// <exception cref="InputDataException">No root has it; the message lists where it was looked for.</exception>
    public string Find(string relativePath) =>
        Roots.Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists)
        ?? throw new InputDataException(
            $"data file '{relativePath}' not found in {string.Join(", ", Roots)}; name the folder that holds it with --data-root or PROFESSOR_DATA");
}
