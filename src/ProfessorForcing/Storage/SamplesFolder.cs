using System.Globalization;
using System.Text.RegularExpressions;

namespace ProfessorForcing.Storage;

/// <summary>Samples written during training: <c>step-NNNNNNNN</c> with the ending of the domain.</summary>
/// <param name="folder">The folder; made when first written to.</param>
public sealed partial class SamplesFolder(string folder)
{
    /// <summary>Writes the samples of a step, whole or not at all.</summary>
    /// <param name="step">Training steps done.</param>
    /// <param name="extension">The domain's file ending, with the dot.</param>
    /// <param name="render">Writes the file.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public string Write(long step, string extension, Action<Stream> render)
    {
        var path = Path.Combine(folder, "step-" + step.ToString("D8", CultureInfo.InvariantCulture) + extension);
        WriteGuard.Run($"{path}: cannot be written", () => Directory.CreateDirectory(folder));
        AtomicFile.Write(path, render);
        return path;
    }

    /// <summary>Removes the samples after a step.</summary>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void TruncateAfter(long step)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.GetFiles(folder))
        {
            if (Name().Match(Path.GetFileName(path)) is { Success: true } match
                && long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > step)
                WriteGuard.Run($"{path}: cannot be removed", () => File.Delete(path));
        }
    }

    [GeneratedRegex("^step-([0-9]{8,18})\\.")]
    private static partial Regex Name();
}
