using System.Globalization;

using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Handwriting as CSV: the heading <c>x,y,stroke</c>, then a line for each point with its position (x to the right, y DOWN, as on a screen) and a
/// number that changes when the pen was lifted.
/// </summary>
public static class StrokeCsv
{
    private const string Heading = "x,y,stroke";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is written there.</param>
    /// <returns>A line that is called as the file is, in the file's own unit, with y up.</returns>
    /// <exception cref="InputDataException">It is missing or malformed; the message names the line.</exception>
    public static PenLine Read(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return Parse(TextFile.Read(path), path, text);
    }

    /// <summary>Writes a line; positions count from its first point. Read again it is the same to rounding, if its first move is 0.</summary>
    /// <param name="line">The line.</param>
    /// <param name="output">Where to write; left open.</param>
    public static void Write(PenLine line, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Heading + "\n");
        var (x, y, stroke) = (0.0, 0.0, 0);
        foreach (var point in line.Points)
        {
            (x, y) = (x + point.Dx, y - point.Dy);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{x},{y},{stroke}\n"));
            stroke += point.LiftsPen ? 1 : 0;
        }
    }

    internal static PenLine Parse(string csv, string path, string text)
    {
        var lines = csv.TrimEnd('\n', '\r').Split('\n');
        if (lines[0].TrimEnd('\r') != Heading)
            throw new InputDataException($"'{path}', line 1: the heading is not '{Heading}'");
        var trace = new PenTrace();
        var before = double.NaN;
        for (var i = 1; i < lines.Length; i++)
        {
            var place = $"'{path}', line {i + 1}";
            var cells = lines[i].TrimEnd('\r').Split(',');
            if (cells.Length != 3)
                throw new InputDataException($"{place}: {cells.Length} numbers instead of 3 ({Heading})");
            var (x, y, stroke) = (Number(cells[0], "x", place), Number(cells[1], "y", place), Number(cells[2], "stroke", place));
            if (stroke != before)
                trace.Lift();
            trace.Add(x, -y);
            before = stroke;
        }
        return trace.Count > 0
            ? new(Path.GetFileNameWithoutExtension(path), text, trace.Points)
            : throw new InputDataException($"'{path}' has no points");
    }

    private static double Number(string cell, string name, string place) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= PenTrace.LargestCoordinate
            ? number
            : throw new InputDataException($"{place}: {name} is '{DataFile.Show(cell)}', no number of a size up to {PenTrace.LargestCoordinate:N0}");
}
