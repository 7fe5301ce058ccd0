using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Images;

using SkiaSharp;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Writes a page of handwriting as a PNG image.</summary>
public static class PenPng
{
    /// <summary>How much of the ink's colour captions have.</summary>
    internal const double CaptionOpacity = 0.6;

    private const long MostPixels = 100_000_000;
    private const int LongestSide = 32_767;

    /// <summary>Writes a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="output">Where to write; left open.</param>
    /// <param name="factor">The image's pixels for one of the page's: above 0.</param>
    /// <exception cref="ConfigurationException">The image would be too large.</exception>
    public static void Write(PenPage page, Stream output, double factor = 2)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(output);
        if (!(factor > 0 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "It must be above 0.");
        var (width, height) = (Math.Ceiling(factor * page.Width), Math.Ceiling(factor * page.Height));
        if (Math.Max(width, height) > LongestSide || width * height > MostPixels)
            throw new ConfigurationException(FormattableString.Invariant($"the image of the page would have {width:N0} × {height:N0} pixels; at most {LongestSide:N0} on a side and {MostPixels:N0} in all can be written: show fewer lines, or smaller ones"));
        using var surface = SKSurface.Create(new SKImageInfo((int)width, (int)height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var canvas = surface.Canvas;
        canvas.Clear(page.Style.Background is { } background ? Colour(background) : SKColors.Transparent);
        canvas.Scale((float)factor);
        Draw(page, canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(output);
    }

    /// <summary>The paint of strokes.</summary>
    internal static SKPaint Pen(SKColor colour, double width) => new()
    {
        Style = SKPaintStyle.Stroke,
        Color = colour,
        StrokeWidth = (float)width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
        IsAntialias = true,
    };

    /// <summary>A path along strokes.</summary>
    internal static SKPath PathOf(IEnumerable<(double X, double Y)[]> strokes)
    {
        var path = new SKPath();
        foreach (var stroke in strokes)
        {
            path.MoveTo((float)stroke[0].X, (float)stroke[0].Y);
            // A line without length makes a dot visible.
            foreach (var (x, y) in stroke.Length > 1 ? stroke.Skip(1) : stroke)
                path.LineTo((float)x, (float)y);
        }
        return path;
    }

    private static void Draw(PenPage page, SKCanvas canvas)
    {
        var ink = Colour(page.Style.Colour);
        using var font = InterFont.OfSize(page.Style.CaptionSize);
        using var letters = new SKPaint { Color = ink.WithAlpha((byte)(255 * CaptionOpacity)), IsAntialias = true };
        using var pen = Pen(ink, page.Style.StrokeWidth);
        foreach (var row in page.Rows)
        {
            canvas.DrawText(row.Caption, (float)page.Left, (float)row.CaptionBase, font, letters);
            using var path = PathOf(row.Strokes);
            canvas.DrawPath(path, pen);
        }
    }

    private static SKColor Colour(string name)
    {
        var colour = PenColour.Find(name)!.Value;
        return new(colour.Red, colour.Green, colour.Blue);
    }
}
