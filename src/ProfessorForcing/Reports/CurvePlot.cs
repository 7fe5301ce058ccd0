extern alias plots;
using plots::ScottPlot;
using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Storage;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>
/// Draws training and validation curves of runs, by step at the left and by time at the right: one colour a method, marks of
/// one shape a setting, validation in full and training faint.
/// </summary>
public static class CurvePlot
{
    private const int Width = 1200;
    private const int Height = 460;
    private const int MostPoints = 500;
    private const int MostMarks = 10;
    private const float MarkSize = 9;

    // Told apart by people with any colour vision.
    private static readonly Dictionary<ForcingKind, Color> MethodColors = new()
    {
        [ForcingKind.Teacher] = Color.FromHex("#0072B2"),
        [ForcingKind.Scheduled] = Color.FromHex("#E69F00"),
        [ForcingKind.Professor] = Color.FromHex("#009E73"),
    };

    // Settings of one method. Not dashes: the legend has no room for two, and the mark of a curve of one point would be dashed
    // as well, which Skia cannot draw into an SVG and says so on standard error.
    private static readonly MarkerShape[] Marks =
        [MarkerShape.None, MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    /// <summary>Checks what can be wrong with a plot before anything is drawn.</summary>
    /// <exception cref="ConfigurationException">The file's ending is not one of .svg and .png.</exception>
    public static void Validate(string path) => PlotFile.Validate(path);

    /// <summary>Draws into a file; its ending says which kind.</summary>
    /// <param name="path">Ends with .svg or .png.</param>
    /// <param name="comparison">The runs.</param>
    /// <exception cref="ConfigurationException">Another ending, runs in different units, or none with metrics.</exception>
    /// <exception cref="StorageWriteException">The file system refused; an old file is still there.</exception>
    public static void Write(string path, RunComparison comparison) => File(comparison).Write(path);

    /// <summary>The plot as SVG; equal runs give equal text.</summary>
    /// <exception cref="ConfigurationException">Runs in different units, or none with metrics.</exception>
    public static string ToSvg(RunComparison comparison) => File(comparison).ToSvg();

    /// <summary>The plot as PNG.</summary>
    /// <exception cref="ConfigurationException">Runs in different units, or none with metrics.</exception>
    public static byte[] ToPng(RunComparison comparison) => File(comparison).ToPng();

    private static PlotFile File(RunComparison comparison) => new(Width, Height, canvas => Draw(canvas, comparison));

    private static void Draw(SKCanvas canvas, RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var groups = comparison.Groups
            .Select(group => new RunGroup([.. group.Runs.Where(run => run.Training.Count + run.Validation.Count > 0)]))
            .Where(group => group.Runs.Count > 0)
            .ToArray();
        if (groups.Length == 0)
            throw new ConfigurationException("there is nothing to plot: no run has metrics yet");
        var runs = groups.SelectMany(group => group.Runs).ToArray();
        var units = runs.Select(run => run.Unit.LongName).Distinct().ToArray();
        if (units.Length > 1)
            throw new ConfigurationException($"runs in {string.Join(", runs in ", units[..^1])} and runs in {units[^1]} do not go into one plot");
        var (time, second) = CurveShapes.TimeUnit(runs.SelectMany(run => run.Training.Concat(run.Validation)).Max(point => point.Seconds));
        canvas.Clear(SKColors.White);
        DrawHalf(canvas, 0, groups, "step", point => point.Step);
        DrawHalf(canvas, 1, groups, time, point => point.Seconds / second);
    }

    private static void DrawHalf(SKCanvas canvas, int half, RunGroup[] groups, string xName, Func<CurvePoint, double> x)
    {
        using var plot = new Plot();
        foreach (var group in groups)
        {
            var method = group.Runs[0].Options.Method;
            var color = MethodColors[method];
            var mark = Marks[groups.Where(other => other.Runs[0].Options.Method == method).TakeWhile(other => other != group).Count() % Marks.Length];
            var width = group.Runs.Count > 1 ? 1.2f : 2f;
            foreach (var run in group.Runs)
            {
                Add(plot, CurveShapes.Thin(run.Training, MostPoints), x, color.WithAlpha(0.35), 1);
                var validation = CurveShapes.Thin(run.Validation, MostPoints);
                Add(plot, validation, x, color, width);
                if (mark != MarkerShape.None)
                    AddMarks(plot, validation, x, color, mark);
            }
            var label = Label(group, groups);
            plot.Legend.ManualItems.Add(new LegendItem
            {
                // Room for the wider font of a reader of the SVG who does not have ours.
                LabelText = label + new string('\u00a0', 1 + label.Length / 5),
                LabelFontName = PlotFont.Name,
                LineColor = color,
                LineWidth = width,
                MarkerShape = mark,
                MarkerSize = MarkSize,
                MarkerFillColor = color,
            });
        }
        var runs = groups.SelectMany(group => group.Runs);
        var (low, high) = CurveShapes.Range(runs);
        var right = runs.SelectMany(run => run.Training.Concat(run.Validation)).Max(x);
        plot.Axes.SetLimits(0, Math.Max(right, 1e-9), low, high);
        plot.XLabel(xName);
        if (half == 0)
            plot.YLabel($"{groups[0].Runs[0].Unit.LongName}, training faint");
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Legend.IsVisible = half == 0;
        plot.Legend.Alignment = Alignment.UpperRight;
        plot.Legend.ShadowColor = Colors.Transparent;
        PlotFont.Apply(plot);
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        // Drawn once more whenever the axes have changed, which for an SVG would mean twice; so first where it does not matter.
        plot.RenderInMemory(Width / 2, Height);
        plot.Render(canvas, new PixelRect(half * Width / 2, (half + 1) * Width / 2, Height, 0));
    }

    private static void Add(Plot plot, IReadOnlyList<CurvePoint> points, Func<CurvePoint, double> x, Color color, float width)
    {
        if (points.Count == 0)
            return;
        var line = plot.Add.Scatter([.. points.Select(x)], points.Select(point => point.Value).ToArray(), color);
        line.LineWidth = width;
        // A line of one point would be invisible.
        line.MarkerSize = points.Count == 1 ? 5 : 0;
    }

    private static void AddMarks(Plot plot, IReadOnlyList<CurvePoint> points, Func<CurvePoint, double> x, Color color, MarkerShape shape)
    {
        var step = (points.Count + MostMarks - 1) / MostMarks;
        CurvePoint[] marked = [.. points.Where((_, i) => (points.Count - 1 - i) % step == 0)];
        var marks = plot.Add.ScatterPoints([.. marked.Select(x)], marked.Select(point => point.Value).ToArray(), color);
        (marks.MarkerShape, marks.MarkerSize) = (shape, MarkSize);
    }

    // What tells the groups apart, and no more.
    private static string Label(RunGroup group, RunGroup[] groups)
    {
        var method = OptionNames.Of(group.Runs[0].Options.Method);
        var name = group.Runs[0].Options.Name;
        var twins = groups.Where(other => OptionNames.Of(other.Runs[0].Options.Method) == method).ToArray();
        var label = groups.All(other => other.Runs[0].Options.Name == name) ? method : $"{name}, {method}";
        if (twins.Count(other => other.Runs[0].Options.Name == name) > 1)
            label += $" ({Path.GetFileName(Path.TrimEndingDirectorySeparator(group.Runs[0].Folder))})";
        return group.IsRepeated ? $"{label}, {group.Runs.Count} seeds" : label;
    }
}
