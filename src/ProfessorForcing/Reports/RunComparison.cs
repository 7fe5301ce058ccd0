using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Reports;

/// <summary>Several runs side by side.</summary>
/// <param name="Runs">In the order in which they were named.</param>
/// <param name="Groups">The same runs, those together whose settings differ only in the seed, in the order of each one's first.</param>
public sealed record RunComparison(IReadOnlyList<LoggedRun> Runs, IReadOnlyList<RunGroup> Groups)
{
    // How data are cut, and what a generator is told besides, are settings that runs may be compared in.
    private static readonly string[] NotOfTheData = ["sequence_length", "coordinates"];

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

    /// <summary>The settings of the data in which runs differ, though their likelihoods would have to be of the same data to be compared.</summary>
    /// <param name="catalog">Writes their configurations.</param>
    /// <returns>Each with its values, such as <c>data.binarization: "stochastic", "threshold"</c>.</returns>
    public IReadOnlyList<string> DataDifferences(ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var sections = Runs.Select(run => catalog.Write(run.Options)["data"]!.AsObject()).ToArray();
        return [.. sections.SelectMany(section => section.Select(pair => pair.Key)).Distinct().Except(NotOfTheData)
            .Select(key => (Key: key, Values: sections.Select(section => section[key]?.ToJsonString() ?? "none").Distinct().ToArray()))
            .Where(setting => setting.Values.Length > 1)
            .Select(setting => $"data.{setting.Key}: {string.Join(", ", setting.Values)}")];
    }

    /// <summary>Groups runs.</summary>
    public static RunComparison Of(IReadOnlyList<LoggedRun> runs, ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(runs, [.. runs.GroupBy(run => catalog.WriteText(run.Options with { Seed = 0 })).Select(group => new RunGroup([.. group]))]);
    }
}
