using System.Globalization;
using System.Text.RegularExpressions;

namespace ProfessorForcing.Storage;

/// <summary>Puts folders <c>step-NNNNNNNN</c> in place and removes them, each as one rename, so that none is ever there in part.</summary>
/// <param name="root">The folder that holds them.</param>
internal sealed partial class CheckpointFolder(string root)
{
    // Unfinished, or on the way out: worth nothing. Replaced: worth keeping until its successor has the name.
    private const string Unfinished = ".tmp-";
    private const string Replaced = ".old-";

    /// <summary>The folder that holds them.</summary>
    public string Root => root;

    /// <summary>Name of a step's folder.</summary>
    public static string NameOf(long step) => "step-" + step.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Path of a step's folder.</summary>
    public string PathOf(long step) => Path.Combine(root, NameOf(step));

    /// <summary>Steps that have a folder, ascending.</summary>
    public IReadOnlyList<long> Steps()
    {
        if (!Directory.Exists(root))
            return [];
        return [.. Directory.EnumerateDirectories(root)
            .Select(folder => Name().Match(Path.GetFileName(folder)))
            .Where(match => match.Success)
            .Select(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Where(step => Directory.Exists(PathOf(step)))
            .Order()];
    }

    /// <summary>Fills a step's folder under another name and then renames it, replacing one that is there.</summary>
    public void Write(long step, Action<string> fill)
    {
        var temporary = Path.Combine(root, Unfinished + NameOf(step));
        try
        {
            Delete(temporary);
            Directory.CreateDirectory(temporary);
            fill(temporary);
            PutInPlace(temporary, step);
        }
        catch
        {
            // Should it stay, Recover clears it when the run is next opened.
            WriteGuard.Attempt(() => Delete(temporary));
            throw;
        }
    }

    /// <summary>Removes a step's folder.</summary>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void Remove(long step) => WriteGuard.Run($"checkpoint {PathOf(step)} could not be removed", () =>
    {
        var temporary = Path.Combine(root, Unfinished + NameOf(step));
        Delete(temporary);
        Directory.Move(PathOf(step), temporary);
        Delete(temporary);
    });

    /// <summary>Clears what a killed process left: unfinished folders go; one that was about to be replaced gets its name back.</summary>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void Recover() => WriteGuard.Run($"{root} could not be cleaned up", () =>
    {
        if (!Directory.Exists(root))
            return;
        foreach (var folder in Directory.GetDirectories(root, Replaced + "*"))
        {
            var original = Path.Combine(root, Path.GetFileName(folder)[Replaced.Length..]);
            if (Directory.Exists(original))
                Delete(folder);
            else
                Directory.Move(folder, original);
        }
        foreach (var folder in Directory.GetDirectories(root, Unfinished + "*"))
            Delete(folder);
        DirectorySync.Flush(root);
    });

    private void PutInPlace(string temporary, long step)
    {
        var replaced = Path.Combine(root, Replaced + NameOf(step));
        if (Directory.Exists(PathOf(step)))
        {
            Delete(replaced);
            Directory.Move(PathOf(step), replaced);
        }
        try
        {
            Directory.Move(temporary, PathOf(step));
            DirectorySync.Flush(root);
        }
        catch when (Directory.Exists(replaced) && !Directory.Exists(PathOf(step)))
        {
            Directory.Move(replaced, PathOf(step));
            throw;
        }
        // Should it stay, Recover clears it when the run is next opened.
        WriteGuard.Attempt(() => Delete(replaced));
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("^step-([0-9]{8,18})$")]
    private static partial Regex Name();
}
