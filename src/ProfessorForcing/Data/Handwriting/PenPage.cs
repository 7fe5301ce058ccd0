using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Images;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Lines of handwriting on a page, one below the other. Each line is as high as its ink; all have one scale, by which the highest has the style's
/// height, or a smaller one by which the widest is not wider than the page may be, so that nothing is cut.
/// </summary>
public sealed class PenPage
{
    // Of a caption: from its top to its base line, and to what stands below, in heights of its letters.
    private const double CaptionBase = 1;
    private const double CaptionHeight = 1.8;

    private PenPage(PenStyle style) => Style = style;

    /// <summary>How the lines are shown.</summary>
    public PenStyle Style { get; }

    /// <summary>Width in whole pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height in whole pixels.</summary>
    public int Height { get; private init; }

    /// <summary>Pixels for one unit of the lines.</summary>
    public double Scale { get; private init; }

    /// <summary>x of the leftmost ink and of the captions.</summary>
    internal double Left => Style.Margin + Style.StrokeWidth / 2;

    /// <summary>The lines.</summary>
    internal IReadOnlyList<PenPageRow> Rows { get; private init; } = [];

    /// <summary>Lays lines out.</summary>
    /// <param name="lines">The lines, at least one; a blank one is a dot.</param>
    /// <param name="style">How to show them; null for the usual style.</param>
    /// <param name="captions">What stands above each line, empty for nothing; null for the lines' texts. What is too long for the page ends with an ellipsis.</param>
    /// <exception cref="ConfigurationException">The style is impossible.</exception>
    /// <exception cref="ArgumentException">There are no lines, not as many captions as lines, or a point's move is not finite.</exception>
    public static PenPage Of(IReadOnlyList<PenLine> lines, PenStyle? style = null, IReadOnlyList<string>? captions = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        style ??= new();
        style.Validate();
        if (lines.Count == 0)
            throw new ArgumentException("There are no lines to show.", nameof(lines));
        if (captions is not null && captions.Count != lines.Count)
            throw new ArgumentException($"There are {captions.Count} captions for {lines.Count} lines.", nameof(captions));
        var inks = lines.Select(line => new PenInk(line)).ToArray();
        var left = style.Margin + style.StrokeWidth / 2;
        var room = style.MaximalWidth - 2 * left;
        var scale = ScaleOf(inks, style.LineHeight, room);
        var rows = new List<PenPageRow>();
        var (y, widest) = (style.Margin, 0.0);
        for (var i = 0; i < inks.Length; i++)
        {
            var ink = inks[i];
            var caption = style.HasCaptions ? InterFont.Shorten(captions?[i] ?? lines[i].Text, style.CaptionSize, room) : "";
            var above = caption.Length > 0 ? CaptionHeight * style.CaptionSize : 0;
            var top = y + above + style.StrokeWidth / 2;
            rows.Add(new(caption, y + CaptionBase * style.CaptionSize, ink.Strokes(place => (left + scale * (place.X - ink.Left), top + scale * (ink.Top - place.Y)))));
            widest = Math.Max(widest, Math.Max(scale * ink.Width, InterFont.Measure(caption, style.CaptionSize)));
            y = top + scale * ink.Height + style.StrokeWidth / 2 + style.LineGap;
        }
        return new(style) { Width = Whole(widest + 2 * left), Height = Whole(y - style.LineGap + style.Margin), Scale = scale, Rows = rows };
    }

    // Lines without height, or without width, do not limit it.
    private static double ScaleOf(PenInk[] inks, double height, double width)
    {
        var scale = Math.Min(height / inks.Max(ink => ink.Height), width / inks.Max(ink => ink.Width));
        return double.IsFinite(scale) ? scale : 1;
    }

    // What is over a whole number by rounding alone is that number.
    private static int Whole(double length) => (int)Math.Max(1, Math.Ceiling(length - 1e-6));
}
