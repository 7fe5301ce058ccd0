using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Storage;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>
/// Shows where a generator of handwriting expected the pen: the density of each point given those before it, summed over all points, with the
/// line itself over it (Graves 2013, figure 10, upper part). Narrow and bright is where the next point was as good as known; pale clouds stand where
/// a stroke ends, since the next one may begin in many places.
/// </summary>
public static class DensityPlot
{
    // The middle part, in pixels, and what is around it.
    private const int WidestMap = 1100;
    private const int HighestMap = 700;
    private const int LowestMap = 100;
    private const int Around = 20;

    // Pixels of a cell of the grid.
    private const int CellSize = 2;

    // Room around the ink, as a share of its longer side.
    private const double Room = 0.03;

    // Decades below the highest density that can be seen.
    private const double Decades = 4;

    /// <summary>Draws into a file; its ending says which kind.</summary>
    /// <param name="path">Ends with .svg or .png.</param>
    /// <param name="line">The line, T points.</param>
    /// <param name="predictions">The density of each point's move, [T][any number]: that of point t is relative to point t − 1, that of the first to (0, 0).</param>
    /// <exception cref="ArgumentException">Not as many predictions as points, or no point, a move that is not finite, or a Gaussian that is none.</exception>
    /// <exception cref="ConfigurationException">Another ending.</exception>
    /// <exception cref="StorageWriteException">The file system refused; an old file is still there.</exception>
    public static void Write(string path, PenLine line, IReadOnlyList<IReadOnlyList<PenGaussian>> predictions)
    {
        PlotFile.Validate(path);
        File(line, predictions).Write(path);
    }

    /// <summary>The plot as SVG.</summary>
    /// <inheritdoc cref="Write"/>
    public static string ToSvg(PenLine line, IReadOnlyList<IReadOnlyList<PenGaussian>> predictions) => File(line, predictions).ToSvg();

    /// <summary>The plot as PNG.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] ToPng(PenLine line, IReadOnlyList<IReadOnlyList<PenGaussian>> predictions) => File(line, predictions).ToPng();

    private static PlotFile File(PenLine line, IReadOnlyList<IReadOnlyList<PenGaussian>> predictions)
    {
        var ink = new PenInk(line);
        if (ink.Positions.Count == 0)
            throw new ArgumentException("The line has no points.", nameof(line));
        Check(ink.Positions.Count, predictions);
        var longest = Math.Max(ink.Width, ink.Height) is var side and > 0 ? side : 1;
        var room = 2 * Room * longest;
        // Units of the line for a pixel.
        var unit = Math.Max((ink.Width + room) / WidestMap, (ink.Height + room) / HighestMap);
        var width = Whole((ink.Width + room) / unit, WidestMap);
        var height = Whole((ink.Height + room) / unit, HighestMap);
        var (left, top) = ((ink.Left + ink.Right - width * unit) / 2, (ink.Bottom + ink.Top + height * unit) / 2);
        var grid = new DensityGrid(left, top, CellSize * unit, height / CellSize, width / CellSize);
        for (var t = 0; t < predictions.Count; t++)
        {
            var (x, y) = t == 0 ? default : ink.Positions[t - 1];
            foreach (var gaussian in predictions[t])
                grid.Add(gaussian, x, y);
        }
        var strokes = ink.Strokes(place => (Around + (place.X - left) / unit, Around + (top - place.Y) / unit));
        return new(width + Around + HeatMap.BarWidth, height + 2 * Around, canvas => Draw(canvas, grid.Values, width, height, strokes));
    }

    // Whole cells, and not so few that the bar has no room.
    private static int Whole(double length, int longest) => Math.Clamp((int)Math.Round(length), LowestMap, longest) / CellSize * CellSize;

    private static void Check(int points, IReadOnlyList<IReadOnlyList<PenGaussian>> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != points)
            throw new ArgumentException($"There are {predictions.Count} predictions for {points} points.", nameof(predictions));
        for (var t = 0; t < predictions.Count; t++)
        {
            foreach (var gaussian in predictions[t])
            {
                if (!gaussian.IsSound)
                    throw new ArgumentException(FormattableString.Invariant($"The prediction of point {t} has a Gaussian that is none: {gaussian}."), nameof(predictions));
            }
        }
    }

    private static void Draw(SKCanvas canvas, double[,] densities, int width, int height, IReadOnlyList<(double X, double Y)[]> strokes)
    {
        var highest = densities.Cast<double>().Max();
        var high = highest > 0 ? Math.Log10(highest) : 0;
        var values = new double[densities.GetLength(0), densities.GetLength(1)];
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
                values[row, column] = Math.Clamp(Math.Log10(densities[row, column]), high - Decades, high);
        }
        canvas.Clear(SKColors.White);
        HeatMap.Draw(canvas, values, high - Decades, high, "log10 points/unit²", new(Around, Around, Around + width, Around + height), plot =>
        {
            // Cells tell nothing of the line.
            plot.Axes.Left.SetTicks([], []);
            plot.Axes.Bottom.SetTicks([], []);
        });
        using var path = PenPng.PathOf(strokes);
        using var pen = PenPng.Pen(new SKColor(0xE6, 0x9F, 0x00), 1.5);
        canvas.DrawPath(path, pen);
    }
}
