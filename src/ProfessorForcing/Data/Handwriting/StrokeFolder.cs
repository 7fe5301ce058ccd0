using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>A folder of handwriting: each line is a file <c>NAME.csv</c> (<see cref="StrokeCsv"/>) or <c>NAME.svg</c> (<see cref="SvgStrokes"/>) beside <c>NAME.txt</c>, which says what is written there.</summary>
public static class StrokeFolder
{
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
        var line = Endings[0].Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase) ? StrokeCsv.Read(file, text) : SvgStrokes.Read(file, text);
        try
        {
            return WritingSize.Rescale(line);
        }
        catch (InputDataException flat)
        {
            throw new InputDataException($"'{file}': {flat.Message}", flat);
        }
    }
}
