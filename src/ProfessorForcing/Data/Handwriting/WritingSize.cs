using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// How large a line is written, whatever the unit: the median height of its ink over four characters at a time. So a base line that rises
/// over the whole line makes it hardly larger, nor does one long stroke.
/// </summary>
public static class WritingSize
{
    /// <summary>That of IAM-OnDB's training lines, in its unit: their median is 319.</summary>
    public const double Usual = 320;

    private const int CharactersTogether = 4;

    /// <summary>The size of a line, in its unit.</summary>
    /// <param name="line">The line, with its text.</param>
    public static double Of(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var ink = new Ink(line);
        var parts = Math.Max(1, line.Text.Length / CharactersTogether);
        return Ink.Median(Enumerable.Range(0, line.Points.Length)
            .GroupBy(t => ink.Extent > 0 ? Math.Min(parts - 1, (int)((ink.X[t] - ink.Left) / ink.Extent * parts)) : 0, t => ink.Y[t])
            .Select(part => part.Max() - part.Min()));
    }

    /// <summary>The line as large as those of IAM-OnDB usually are.</summary>
    /// <param name="line">The line, with its text, in any unit.</param>
    /// <exception cref="InputDataException">Its ink has no height.</exception>
    public static PenLine Rescale(PenLine line)
    {
        var size = Of(line);
        return size > 0
            ? line with { Points = Array.ConvertAll(line.Points, point => point with { Dx = (float)(point.Dx * Usual / size), Dy = (float)(point.Dy * Usual / size) }) }
            : throw new InputDataException($"the ink of '{line.Id}' has no height, so that nothing says how large it is written");
    }
}
