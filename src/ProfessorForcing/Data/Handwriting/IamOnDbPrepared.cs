using System.Globalization;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// IAM-OnDB (Liwicki and Bunke 2005) in a prepared form: all lines in two files. <c>strokes.npz</c> has <c>points.npy</c>, int16 [points, 3] with
/// columns pen (1 at a stroke's last point), dx and dy (down) as differences of the recording's coordinates, and <c>offsets.npy</c>, int64, where
/// each line begins and the last one ends. <c>lines.tsv</c> has the columns id, split, points and text.
/// </summary>
/// <remarks>
/// The 8 lines of the form z01-000z, which nobody transcribed, are left out: nothing says what is written there. So is the line z00-001-01, whose
/// text is only the database's invitation to enter one. Both forms are in no split.
/// </remarks>
public static class IamOnDbPrepared
{
    private const string Heading = "id\tsplit\tpoints\ttext";
    private const int Columns = 3;

    /// <summary>Its files: points, then lines.</summary>
    internal static IReadOnlyList<KnownFile> Files { get; } =
    [
        new("iam-ondb/strokes.npz", 17_492_568, "4721ae0dbe83d4b23a74c535cd4fe6533598fe310fbc62089f211528bf55bc1d"),
        new("iam-ondb/lines.tsv", 630_666, "b93fa85c9b3662eb826c4c3b995c904b697e92b15c389bcd4cbd32ae31f7e7c2"),
    ];

    /// <summary>Reads all lines that have a transcription, in the order of their names.</summary>
    /// <exception cref="InputDataException">A file is missing, malformed, or not the known one.</exception>
    public static IReadOnlyList<IamLine> Read(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var found = Files.Select(file => (File: file, Path: locator.Find(file.Path))).Select(file => (file.File, file.Path, Bytes: DataFile.ReadBytes(file.Path))).ToArray();
        // What is wrong inside says more than that the checksum is another.
        var lines = Parse(found[0].Bytes, found[0].Path, found[1].Bytes, found[1].Path);
        foreach (var (file, path, bytes) in found)
        {
            if (file.Fault(bytes) is { } fault)
                throw new InputDataException($"'{path}' is not the known file: {fault}");
        }
        return [.. lines.Where(line => line.Line.Text is not ("" or IamTranscription.Placeholder))];
    }

    /// <summary>Reads lines in this form, also those without transcription.</summary>
    internal static IamLine[] Parse(byte[] strokes, string strokesPath, byte[] lines, string linesPath)
    {
        var (points, shape) = NpyArray.Read<short>(NpzFile.Unpack(strokes, strokesPath, "points.npy"), $"'{strokesPath}': points.npy", 2);
        if (shape[1] != Columns)
            throw new InputDataException($"'{strokesPath}': points.npy has {shape[1]} columns instead of {Columns} (pen, dx, dy)");
        var (offsets, _) = NpyArray.Read<long>(NpzFile.Unpack(strokes, strokesPath, "offsets.npy"), $"'{strokesPath}': offsets.npy", 1);
        CheckOffsets(offsets, shape[0], strokesPath);
        var rows = TextFile.Decode(lines, linesPath).Split('\n');
        if (rows[0] != Heading)
            throw new InputDataException($"'{linesPath}', line 1: the heading is not '{Heading.Replace('\t', ' ')}' with tabs between the words");
        var count = rows.Length - (rows[^1].Length == 0 ? 2 : 1);
        if (count != offsets.Length - 1)
            throw new InputDataException($"'{linesPath}' has {count:N0} lines after the heading, but '{strokesPath}' has {offsets.Length:N0} offsets, which are those of {offsets.Length - 1:N0} lines");
        var read = new IamLine[count];
        for (var i = 0; i < count; i++)
        {
            var (id, split, text) = Row(rows[i + 1], offsets[i + 1] - offsets[i], $"'{linesPath}', line {i + 2}");
            var line = Points(points.AsSpan((int)(Columns * offsets[i])..(int)(Columns * offsets[i + 1])), $"'{strokesPath}': line {i} ({DataFile.Show(id)})");
            read[i] = new(split, new(id, text, line));
        }
        return read;
    }

    private static void CheckOffsets(long[] offsets, int points, string path)
    {
        if (offsets.Length == 0 || offsets[0] != 0)
            throw new InputDataException($"'{path}': offsets.npy does not begin with 0");
        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] <= offsets[i - 1])
                throw new InputDataException($"'{path}': offsets.npy does not rise: element {i} is {offsets[i]:N0} after {offsets[i - 1]:N0}");
        }
        if (offsets[^1] != points)
            throw new InputDataException($"'{path}': offsets.npy ends at {offsets[^1]:N0} instead of at the last of {points:N0} points");
    }

    private static (string Id, IamSplit Split, string Text) Row(string row, long points, string place)
    {
        var columns = row.Split('\t');
        if (columns.Length != 4)
            throw new InputDataException($"{place}: {columns.Length} columns instead of 4 (id, split, points, text)");
        if (OptionNames.FindValue(typeof(IamSplit), columns[1]) is not IamSplit split)
            throw new InputDataException($"{place}: unknown split '{DataFile.Show(columns[1])}'; it must be one of {string.Join(", ", OptionNames.OfEnum(typeof(IamSplit)))}");
        return long.TryParse(columns[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count == points
            ? (columns[0], split, columns[3])
            : throw new InputDataException($"{place}: it is said to have '{DataFile.Show(columns[2])}' points, but by its offsets it has {points:N0}");
    }

    private static PenPoint[] Points(ReadOnlySpan<short> rows, string place)
    {
        var points = new PenPoint[rows.Length / Columns];
        for (var i = 0; i < points.Length; i++)
        {
            var (pen, dx, dy) = (rows[Columns * i], rows[Columns * i + 1], rows[Columns * i + 2]);
            if (pen is not (0 or 1))
                throw new InputDataException($"{place}, point {i}: the pen is {pen}, neither 0 nor 1");
            points[i] = new(dx, -dy, pen == 1);
        }
        if (points[0] is not { Dx: 0, Dy: 0 })
            throw new InputDataException($"{place}: its first point has a move of {points[0].Dx}, {-points[0].Dy} instead of 0");
        return points[^1].LiftsPen ? points : throw new InputDataException($"{place}: the pen is not lifted after its last point");
    }
}
