using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;

using ProfessorForcing.Data.Images;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Writes a page of handwriting as SVG: a path along the middle of the pen's way for each line, with a piece for each stroke; equal pages give equal
/// bytes. <see cref="SvgStrokes"/> reads the strokes back, in pixels and to two decimals.
/// </summary>
public static class PenSvg
{
    /// <summary>Writes a page as UTF-8.</summary>
    /// <param name="page">The page.</param>
    /// <param name="output">Where to write; left open.</param>
    public static void Write(PenPage page, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new StreamWriter(output, new UTF8Encoding(), leaveOpen: true);
        Write(page, writer);
    }

    /// <summary>Writes a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="output">Where to write; left open.</param>
    public static void Write(PenPage page, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(output);
        var style = page.Style;
        var ink = PenColour.Find(style.Colour)!.Value;
        output.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{page.Width}\" height=\"{page.Height}\" viewBox=\"0 0 {page.Width} {page.Height}\">\n");
        if (style.Background is { } background)
            output.Write($"  <rect width=\"{page.Width}\" height=\"{page.Height}\" fill=\"{PenColour.Find(background)}\"/>\n");
        WriteCaptions(page, ink, output);
        output.Write($"  <g fill=\"none\" stroke=\"{ink}\" stroke-width=\"{Number(style.StrokeWidth)}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
        foreach (var row in page.Rows.Where(row => row.Strokes.Count > 0))
            output.Write($"    <path d=\"{string.Concat(row.Strokes.Select(Path))}\"/>\n");
        output.Write("  </g>\n</svg>\n");
    }

    private static void WriteCaptions(PenPage page, PenColour ink, TextWriter output)
    {
        var captioned = page.Rows.Where(row => row.Caption.Length > 0).ToArray();
        if (captioned.Length == 0)
            return;
        output.Write($"  <g fill=\"{ink}\" fill-opacity=\"{Number(PenPng.CaptionOpacity)}\" font-family=\"{InterFont.Name}, Helvetica, Arial, sans-serif\" font-size=\"{Number(page.Style.CaptionSize)}\">\n");
        foreach (var row in captioned)
            output.Write($"    <text x=\"{Number(page.Left)}\" y=\"{Number(row.CaptionBase)}\">{Escape(row.Caption)}</text>\n");
        output.Write("  </g>\n");
    }

    // After the first position all are ends of lines. A dot is a closed piece without length, which round caps show.
    private static string Path((double X, double Y)[] stroke) =>
        stroke.Length == 1
            ? $"M{Position(stroke[0])}z"
            : $"M{Position(stroke[0])}L{string.Join(' ', stroke.Skip(1).Select(Position))}";

    private static string Position((double X, double Y) place) => $"{Number(place.X)} {Number(place.Y)}";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        var sound = new StringBuilder();
        // A rune is never half a pair; what XML cannot hold becomes the sign for that.
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune);
        return SecurityElement.Escape(sound.ToString());
    }
}
