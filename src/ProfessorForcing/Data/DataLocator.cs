using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Native;

namespace ProfessorForcing.Data;

/// <summary>
/// Finds data sets: below the folder given on the command line, then below <c>$PROFESSOR_DATA</c>, then in the user's cache, then where
/// Debian's packages of data sets lie.
/// </summary>
public sealed class DataLocator
{
    // Of dataset-fashion-mnist.
    private const string DebianFolder = "/usr/share/datasets";

    /// <summary>Looks in the folder given on the command line first, if there is one.</summary>
    /// <param name="root">That folder.</param>
    /// <exception cref="InputDataException">There is no such folder.</exception>
    public DataLocator(string? root = null)
        : this(root, Environment.GetEnvironmentVariable, DebianFolder)
    {
        // What follows it would be read without a word.
        if (!string.IsNullOrEmpty(root) && !Directory.Exists(root))
            throw new InputDataException($"data folder '{root}' does not exist");
    }

    internal DataLocator(string? root, Func<string, string?> environment, string? system = null)
    {
        Roots =
        [
            .. new[] { root, environment("PROFESSOR_DATA"), Path.Combine(UserCache.Folder(environment), "data") }
                .Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!)).Distinct(),
            .. Directory.Exists(system) ? [system!] : Array.Empty<string>(),
        ];
    }

    /// <summary>The folders that are searched, first to last.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Told in one line what of the data is not used although it is there; null where nobody listens.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Finds a file of a data set.</summary>
    /// <param name="relativePath">Path below a root, such as <c>ptb/ptb.train.txt</c>.</param>
    /// <returns>The full path of the first that exists.</returns>
    /// <exception cref="InputDataException">No root has it; the message lists where it was looked for.</exception>
    public string Find(string relativePath) => FindOrNull(relativePath)
        ?? throw new InputDataException(
            $"data file '{relativePath}' not found in {string.Join(", ", Roots)}; name the folder that holds it with --data-root or PROFESSOR_DATA");

    /// <summary>Finds a file of a data set, or says that there is none.</summary>
    /// <param name="relativePath">Path below a root.</param>
    /// <returns>The full path of the first that exists, or null.</returns>
    public string? FindOrNull(string relativePath) => Roots.Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);

    /// <summary>Finds a folder, by its own path or below a root.</summary>
    /// <exception cref="InputDataException">There is none; the message lists where it was looked for.</exception>
    public string FindFolder(string path) =>
        Roots.Select(root => Path.Combine(root, path)).Prepend(path).FirstOrDefault(Directory.Exists)
        ?? throw new InputDataException($"folder '{path}' not found, neither as it is nor in {string.Join(", ", Roots)}");
}
