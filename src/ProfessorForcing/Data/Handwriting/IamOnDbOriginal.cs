using System.Globalization;
using System.Text.RegularExpressions;

using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// IAM-OnDB (Liwicki and Bunke 2005) as the database publishes it: the folders <c>lineStrokes</c> (<c>a01/a01-000/a01-000u-01.xml</c> is line 1
/// of the form <c>a01-000u</c>) and <c>ascii</c> (<c>a01/a01-000/a01-000u.txt</c>), and the lists <c>trainset.txt</c>, <c>testset_v.txt</c>,
/// <c>testset_t.txt</c> and <c>testset_f.txt</c>. The lines are those of <see cref="IamOnDbPrepared"/>.
/// </summary>
/// <remarks>Lines of forms that nobody transcribed (z00-001, z01-000z) are left out.</remarks>
public static partial class IamOnDbOriginal
{
    /// <summary>Reads all lines that have a transcription, in the order of their names.</summary>
    /// <param name="folder">The folder of <c>lineStrokes</c> and <c>ascii</c>.</param>
    /// <param name="lists">The folder of the four lists; without it all lines are <see cref="IamSplit.Train"/>.</param>
    /// <param name="report">Told in one line if there are no lists, and if lines are left out.</param>
    /// <exception cref="InputDataException">A file is missing or malformed, or a form has fewer transcriptions than lines.</exception>
    public static IReadOnlyList<IamLine> Read(string folder, string? lists = null, Action<string>? report = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var splits = lists is null ? null : IamSplitLists.Read(lists);
        var strokes = Path.Combine(folder, "lineStrokes");
        var transcriptions = new Dictionary<string, string[]?>(StringComparer.Ordinal);
        var read = new List<IamLine>();
        var (files, last, leftOut) = (Files(strokes), "", 0);
        foreach (var path in files)
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (LineName().Match(id) is not { Success: true } name)
                throw new InputDataException($"'{path}' is not named as a form and the number of its line, such as a01-000u-01.xml");
            if (id == last)
                throw new InputDataException($"'{path}' is there a second time, in another folder");
            last = id;
            var form = name.Groups["form"].Value;
            if (!transcriptions.TryGetValue(form, out var lines))
                transcriptions.Add(form, lines = Transcription(folder, Path.GetRelativePath(strokes, Path.GetDirectoryName(path)!), form));
            if (lines is null)
            {
                leftOut++;
                continue;
            }
            var text = Text(lines, name.Groups["line"].Value, form, path);
            var split = splits is null ? IamSplit.Train : splits.GetValueOrDefault(form, IamSplit.None);
            read.Add(new(split, new(id, text, IamStrokesXml.Read(DataFile.ReadBytes(path), path))));
        }
        if (splits is null)
            report?.Invoke($"'{folder}': no split lists were named, so all {read.Count:N0} lines are training lines");
        if (leftOut > 0)
            report?.Invoke($"'{folder}': left out {leftOut:N0} of {files.Length:N0} lines, which have no transcription");
        return read;
    }

    private static string[] Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputDataException($"folder '{folder}' does not exist");
        string[] files = [.. DataFile.List(folder, ".xml", isDeep: true).OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputDataException($"'{folder}' has no .xml files");
    }

    private static string[]? Transcription(string folder, string below, string form)
    {
        var path = Path.Combine(folder, "ascii", below, $"{form}.txt");
        return IamTranscription.Parse(TextFile.Read(path), path);
    }

    private static string Text(string[] lines, string number, string form, string path)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line) || line == 0)
            throw new InputDataException($"'{path}': lines are counted from 1, so there is none with number {number}");
        if (line > lines.Length)
            throw new InputDataException($"'{path}' is line {line} of the form '{form}', which has {lines.Length} transcriptions in its ascii file");
        return lines[line - 1].Length > 0
            ? lines[line - 1]
            : throw new InputDataException($"'{path}' is line {line} of the form '{form}', whose transcription is empty");
    }

    [GeneratedRegex(@"\A(?<form>.+)-(?<line>[0-9]+)\z")]
    private static partial Regex LineName();
}
