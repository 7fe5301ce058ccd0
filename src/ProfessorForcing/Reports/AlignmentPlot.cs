extern alias plots;
using plots::ScottPlot;
using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Storage;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>
/// Shows where in its text a generator of handwriting looked, step by step (Graves 2013, figure 13): the weights of the soft window, steps from left
/// to right and characters from top to bottom, with a line through the place of each step as <see cref="WindowReading"/> has it. Below may stand the
/// handwriting itself, each character of the text under the median place of the pen at the steps whose place it was; one that was the place of none
/// is left out. A single great weight would leave all others white: of the weights above 0 the highest hundredth is all of the darkest colour.
/// </summary>
public static class AlignmentPlot
{
    // In pixels: the map's width, the height of a character's row, the map's lowest and highest height, and what is around it.
    private const int MapWidth = 1000;
    private const int RowHeight = 15;
    private const int LowestMap = 90;
    private const int HighestMap = 1200;
    private const int Left = 70;
    private const int Top = 20;
    private const int Bottom = 55;
    private const int HighestLine = 160;
    private const float LetterSize = 12;
    private const double DarkestFrom = 0.99;

    private static readonly SKColor PathColour = new(0xD5, 0x5E, 0x00);

    /// <summary>Draws into a file; its ending says which kind.</summary>
    /// <param name="path">Ends with .svg or .png.</param>
    /// <param name="weights">The weights φ(t, u) of eq. 46, [T][U]: of character u when step t was made.</param>
    /// <param name="text">The U characters.</param>
    /// <param name="line">What was written, T points, point t at step t; null for the map alone.</param>
    /// <exception cref="ArgumentException">There are no steps or characters, a step has not U weights, a weight is negative or not finite, or the line has not T points or a move that is not finite.</exception>
    /// <exception cref="ConfigurationException">Another ending.</exception>
    /// <exception cref="StorageWriteException">The file system refused; an old file is still there.</exception>
    public static void Write(string path, IReadOnlyList<float[]> weights, string text, PenLine? line = null)
    {
        PlotFile.Validate(path);
        File(weights, text, line).Write(path);
    }

    /// <summary>The plot as SVG.</summary>
    /// <inheritdoc cref="Write"/>
    public static string ToSvg(IReadOnlyList<float[]> weights, string text, PenLine? line = null) => File(weights, text, line).ToSvg();

    /// <summary>The plot as PNG.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] ToPng(IReadOnlyList<float[]> weights, string text, PenLine? line = null) => File(weights, text, line).ToPng();

    private static PlotFile File(IReadOnlyList<float[]> weights, string text, PenLine? line)
    {
        Check(weights, text);
        var ink = line is null ? null : new PenInk(line);
        if (ink is not null && ink.Positions.Count != weights.Count)
            throw new ArgumentException($"The line has {ink.Positions.Count} points for {weights.Count} steps.", nameof(line));
        var height = Math.Clamp(RowHeight * text.Length, LowestMap, HighestMap);
        var below = Top + height + Bottom;
        var scale = ink is null ? 0 : ScaleOf(ink);
        var whole = ink is null ? below : below + (int)Math.Ceiling(scale * ink.Height + 3 * LetterSize);
        var reading = new WindowReadingOptions();
        int[] path = [.. weights.Select(step => WindowReading.PlaceOf(step, reading))];
        return new(Left + MapWidth + HeatMap.BarWidth, whole, canvas =>
        {
            canvas.Clear(SKColors.White);
            DrawMap(canvas, weights, text, path, height);
            var legend = "line: where the window reads" + (ink is null ? "" : "; letters: where the pen was then");
            DrawText(canvas, legend, Left + MapWidth, Top + height + Bottom - LetterSize, SKTextAlign.Right);
            if (ink is not null)
                DrawLine(canvas, ink, path, text, scale, below);
        });
    }

    private static void Check(IReadOnlyList<float[]> weights, string text)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(text);
        if (weights.Count == 0 || text.Length == 0)
            throw new ArgumentException("There are no steps, or no characters.", nameof(weights));
        for (var t = 0; t < weights.Count; t++)
        {
            if (weights[t].Length != text.Length)
                throw new ArgumentException($"Step {t} has {weights[t].Length} weights for {text.Length} characters.", nameof(weights));
            if (Array.FindIndex(weights[t], weight => !(weight >= 0 && float.IsFinite(weight))) is var u and >= 0)
                throw new ArgumentException(FormattableString.Invariant($"Step {t} has a weight of {weights[t][u]} for character {u}."), nameof(weights));
        }
    }

    private static void DrawMap(SKCanvas canvas, IReadOnlyList<float[]> weights, string text, int[] path, int height)
    {
        var values = new double[text.Length, weights.Count]; // [U, T]
        for (var t = 0; t < weights.Count; t++)
        {
            for (var u = 0; u < text.Length; u++)
                values[u, t] = weights[t][u];
        }
        // Names of characters that would overlap are left out.
        var every = (int)Math.Ceiling(text.Length * LetterSize / height);
        var named = Enumerable.Range(0, text.Length).Where(u => u % every == 0).ToArray();
        HeatMap.Draw(canvas, values, 0, Darkest(weights), "weight", new(Left, Top, Left + MapWidth, Top + height), plot =>
        {
            var line = plot.Add.Scatter([.. path.Select((_, t) => (double)t)], path.Select(place => place < 0 ? double.NaN : place).ToArray(), Color.FromSKColor(PathColour));
            (line.MarkerSize, line.LineWidth) = (0, 1);
            plot.Axes.Left.SetTicks([.. named.Select(u => (double)u)], [.. named.Select(u => Show(text[u]))]);
            plot.XLabel("step");
            plot.YLabel("character");
            plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        });
    }

    private static double Darkest(IReadOnlyList<float[]> weights)
    {
        float[] positive = [.. weights.SelectMany(step => step).Where(weight => weight > 0).Order()];
        return positive.Length == 0 ? 1 : positive[(int)Math.Ceiling(DarkestFrom * positive.Length) - 1];
    }

    private static double ScaleOf(PenInk ink) =>
        Math.Min(MapWidth / ink.Width, HighestLine / ink.Height) is var scale && double.IsFinite(scale) ? scale : 1;

    private static void DrawLine(SKCanvas canvas, PenInk ink, int[] path, string text, double scale, double top)
    {
        using var strokes = PenPng.PathOf(ink.Strokes(place => (Left + scale * (place.X - ink.Left), top + scale * (ink.Top - place.Y))));
        using var pen = PenPng.Pen(SKColors.Black, 1.5);
        canvas.DrawPath(strokes, pen);
        foreach (var letter in path.Index().Where(step => step.Item >= 0).GroupBy(step => step.Item, step => ink.Positions[step.Index].X))
            DrawText(canvas, Show(text[letter.Key]), Left + scale * (Ink.Median(letter) - ink.Left), top + scale * ink.Height + 2 * LetterSize, SKTextAlign.Center);
    }

    private static void DrawText(SKCanvas canvas, string text, double x, double y, SKTextAlign align)
    {
        using var font = InterFont.OfSize(LetterSize);
        using var colour = new SKPaint { Color = PathColour, IsAntialias = true };
        canvas.DrawText(text, (float)x, (float)y, align, font, colour);
    }

    // A space would not be seen, and what is no character of its own cannot be written.
    private static string Show(char character) => character switch
    {
        ' ' => "␣",
        _ when char.IsControl(character) || char.IsSurrogate(character) => "□",
        _ => character.ToString(),
    };
}
