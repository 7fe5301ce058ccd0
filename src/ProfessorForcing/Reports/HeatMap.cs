extern alias plots;
using plots::ScottPlot;
using plots::ScottPlot.Colormaps;
using plots::ScottPlot.Plottables;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>Draws numbers in the plane as a picture, white for the lowest and dark blue for the highest, with a bar that tells what colours mean.</summary>
internal static class HeatMap
{
    /// <summary>Width of the bar, with its numbers.</summary>
    public const int BarWidth = 105;

    // Told apart in print and by people with any colour vision.
    private static readonly string[] Colours = ["#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b"];

    /// <summary>Draws a map.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="values">The numbers, [rows, columns], the first row at the top.</param>
    /// <param name="low">What is white.</param>
    /// <param name="high">What is darkest.</param>
    /// <param name="label">What the numbers are.</param>
    /// <param name="area">Where the numbers themselves go; the bar is to its right, axes are around it.</param>
    /// <param name="addTo">Adds to the plot, whose axes count columns and rows: the middle of the first is (0, 0), rows count down.</param>
    public static void Draw(SKCanvas canvas, double[,] values, double low, double high, string label, SKRectI area, Action<Plot> addTo)
    {
        using var plot = new Plot();
        var map = plot.Add.Heatmap(values);
        (map.Colormap, map.ManualRange) = (new CustomInterpolated([.. Colours.Select(Color.FromHex)]), new(low, high));
        // Rows are counted from the top, where the map has its first in any case.
        plot.Axes.SetLimits(-0.5, values.GetLength(1) - 0.5, values.GetLength(0) - 0.5, -0.5);
        plot.HideGrid();
        AddBar(plot, map, label);
        addTo(plot);
        PlotFont.Apply(plot);
        // The bar's place is within the padding at the right.
        var whole = new PixelSize(area.Right + BarWidth, area.Bottom + area.Top);
        plot.Layout.Fixed(new PixelPadding(area.Left, BarWidth, area.Top, area.Top));
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        // Drawn once more whenever the axes have changed, which for an SVG would mean twice; so first where it does not matter.
        plot.RenderInMemory((int)whole.Width, (int)whole.Height);
        plot.Render(canvas, new PixelRect(0, whole.Width, whole.Height, 0));
    }

    private static void AddBar(Plot plot, Heatmap map, string label)
    {
        var bar = plot.Add.ColorBar(map);
        bar.Label = label;
        (bar.LabelStyle.FontName, bar.LabelStyle.Bold, bar.LabelStyle.FontSize, bar.Axis.TickLabelStyle.FontName) = (PlotFont.Name, false, 13, PlotFont.Name);
    }
}
