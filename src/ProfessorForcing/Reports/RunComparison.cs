using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Reports;

/// <summary>Several runs side by side.</summary>
/// <param name="Runs">In the order in which they were named.</param>
/// <param name="Groups">The same runs, those together whose settings differ only in the seed, in the order of each one's first.</param>
public sealed record RunComparison(IReadOnlyList<LoggedRun> Runs, IReadOnlyList<RunGroup> Groups)
{
    /// <summary>Reads runs; they may be going on.</summary>
    /// <param name="folders">Their folders.</param>
    /// <param name="catalog">Reads their configurations.</param>
    /// <exception cref="ConfigurationException">Folders are no runs or are named twice; with every error found.</exception>
    /// <exception cref="StorageException">Metrics are damaged.</exception>
    public static RunComparison Read(IEnumerable<string> folders, ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(catalog);
        var errors = new List<string>();
        var runs = new List<LoggedRun>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            try
            {
                using var run = RunFolder.OpenRead(folder);
                if (seen.Add(run.Root))
                    runs.Add(LoggedRun.Read(run, catalog.LoadRun(folder)) with { Folder = folder });
                else
                    errors.Add($"{folder} is named twice");
            }
            catch (RunFolderException exception)
            {
                errors.Add(exception.Message);
            }
            catch (ConfigurationException exception)
            {
                errors.AddRange(exception.Errors.Select(error => $"{folder}: {error}"));
            }
        }
        return errors.Count == 0 ? Of(runs, catalog) : throw new ConfigurationException(errors);
    }

    /// <summary>Groups runs.</summary>
    public static RunComparison Of(IReadOnlyList<LoggedRun> runs, ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(runs, [.. runs.GroupBy(run => catalog.WriteText(run.Options with { Seed = 0 })).Select(group => new RunGroup([.. group]))]);
    }
}
