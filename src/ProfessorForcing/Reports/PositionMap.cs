extern alias plots;
using plots::ScottPlot;
using ProfessorForcing.Data;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>Shows the NLL at each pixel of images as a picture.</summary>
public static class PositionMap
{
    private const int Width = 540;
    private const int Height = 480;

    /// <summary>Draws a PNG image.</summary>
    /// <param name="plane">How positions lie in the plane.</param>
    /// <param name="nats">The mean NLL at each position, in nats.</param>
    /// <param name="output">Where to write; left open.</param>
    public static void Write(Plane plane, IReadOnlyList<double> nats, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(nats);
        ArgumentNullException.ThrowIfNull(output);
        if (nats.Count != plane.Count)
            throw new ArgumentException($"There are {nats.Count} positions for a plane of {plane.Count}.", nameof(nats));
        var values = new double[plane.Height, plane.Width];
        for (var t = 0; t < nats.Count; t++)
            values[t / plane.Width, t % plane.Width] = nats[t];
        using var plot = new Plot();
        var map = plot.Add.Heatmap(values);
        // Rows are counted from the top, where the map has its first in any case.
        plot.Axes.SetLimits(-0.5, plane.Width - 0.5, plane.Height - 0.5, -0.5);
        plot.HideGrid();
        plot.XLabel("column");
        plot.YLabel("row");
        PlotFont.Apply(plot);
        var bar = plot.Add.ColorBar(map);
        bar.Label = "nats";
        (bar.LabelStyle.FontName, bar.LabelStyle.Bold, bar.Axis.TickLabelStyle.FontName) = (PlotFont.Name, false, PlotFont.Name);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        plot.Render(surface.Canvas, Width, Height);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(output);
    }
}
