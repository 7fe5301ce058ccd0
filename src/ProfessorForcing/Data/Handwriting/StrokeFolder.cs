using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>A folder of handwriting: each line is a file <c>NAME.csv</c> (<see cref="StrokeCsv"/>) or <c>NAME.svg</c> (<see cref="SvgStrokes"/>) beside <c>NAME.txt</c>, which says what is written there.</summary>
public static class StrokeFolder
{
    // In units of IAM-OnDB, of whose drawn moves the median is the usual one.
    private const double UsualMove = 18;
    private const double LongestMove = 2 * UsualMove;
    private const double CurveTolerance = 0.25;

    private static readonly string[] Endings = [".csv", ".svg"];

    /// <summary>Reads all lines in the order of their names, as large as those of IAM-OnDB.</summary>
    /// <returns>The lines, and how many are left out since no text is beside them or it is empty.</returns>
    /// <exception cref="InputDataException">A file is malformed, or a line is there as CSV and as SVG.</exception>
    public static (IReadOnlyList<PenLine> Lines, int LeftOut) Read(string folder)
    {
        string[] files = [.. Endings.SelectMany(ending => DataFile.List(folder, ending, isDeep: false)).OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal).ThenBy(file => file, StringComparer.Ordinal)];
        var lines = new List<PenLine>();
        for (var i = 0; i < files.Length; i++)
        {
            if (i > 0 && Path.GetFileNameWithoutExtension(files[i]) == Path.GetFileNameWithoutExtension(files[i - 1]))
                throw new InputDataException($"'{files[i - 1]}' and '{files[i]}' are the same line twice");
            if (TextOf(files[i]) is { } text)
                lines.Add(Read(files[i], text));
        }
        return (lines, files.Length - lines.Count);
    }

    /// <summary>Reads one line, as large as those of IAM-OnDB.</summary>
    /// <param name="file">A file <c>NAME.csv</c> or <c>NAME.svg</c>, beside which <c>NAME.txt</c> says what is written there.</param>
    /// <exception cref="InputDataException">A file is missing, malformed or of another kind.</exception>
    public static PenLine ReadLine(string file)
    {
        if (!Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            throw new InputDataException($"'{file}' is no file of strokes: its name must end with {string.Join(" or ", Endings)}");
        if (!File.Exists(file))
            throw new InputDataException($"'{file}' does not exist");
        return Read(file, TextOf(file) ?? throw new InputDataException($"'{Path.ChangeExtension(file, ".txt")}', which must say what is written in '{file}', is missing or empty"));
    }

    private static string? TextOf(string file)
    {
        var text = Path.ChangeExtension(file, ".txt");
        return new FileInfo(text) is { Exists: true, Length: > 0 } && PenAlphabet.Tidy(TextFile.Read(text)) is { Length: > 0 } written ? written : null;
    }

    private static PenLine Read(string file, string text)
    {
        try
        {
            return Endings[0].Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase) ? WritingSize.Rescale(StrokeCsv.Read(file, text)) : ReadSvg(file, text);
        }
        catch (InputDataException flat) when (!flat.Message.StartsWith($"'{file}'", StringComparison.Ordinal))
        {
            throw new InputDataException($"'{file}': {flat.Message}", flat);
        }
    }

    // Shapes say where a pen goes, not how fast: points are as near as those of IAM-OnDB, whatever the unit.
    private static PenLine ReadSvg(string file, string text)
    {
        var size = WritingSize.Of(SvgStrokes.Read(file, text));
        // What has no height is refused all the same.
        var line = WritingSize.Rescale(SvgStrokes.Read(file, text, size > 0 ? CurveTolerance * size / WritingSize.Usual : null));
        return line with { Points = [.. Spaced(line.Points)] };
    }

    // With long drawn moves cut evenly.
    private static IEnumerable<PenPoint> Spaced(PenPoint[] points)
    {
        var draws = false;
        foreach (var point in points)
        {
            var length = Math.Sqrt(point.Dx * point.Dx + point.Dy * point.Dy);
            var pieces = draws && length > LongestMove ? (int)Math.Ceiling(length / UsualMove) : 1;
            for (var i = 1; i < pieces; i++)
                yield return new(point.Dx / pieces, point.Dy / pieces, false);
            yield return new(point.Dx / pieces, point.Dy / pieces, point.LiftsPen);
            draws = !point.LiftsPen;
        }
    }
}
