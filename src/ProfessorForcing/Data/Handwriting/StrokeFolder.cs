using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>A folder of handwriting: each line is a file <c>NAME.csv</c> (<see cref="StrokeCsv"/>) or <c>NAME.svg</c> (<see cref="SvgStrokes"/>) beside <c>NAME.txt</c>, which says what is written there.</summary>
internal static class StrokeFolder
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
            var text = Path.ChangeExtension(files[i], ".txt");
            if (new FileInfo(text) is { Exists: true, Length: > 0 } && PenAlphabet.Tidy(TextFile.Read(text)) is { Length: > 0 } written)
                lines.Add(Read(files[i], written));
        }
        return (lines, files.Length - lines.Count);
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
