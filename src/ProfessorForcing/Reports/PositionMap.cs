extern alias plots;
using plots::ScottPlot;
using ProfessorForcing.Data;
using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>Shows the NLL at each pixel of images as a picture.</summary>
public static class PositionMap
{
    private const int Width = 560;
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
        plot.Add.ColorBar(map).Label = "nats per pixel";
        plot.Axes.SquareUnits();
        plot.HideGrid();
        plot.XLabel("column");
        plot.YLabel("row, from below");
        PlotFont.Apply(plot);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        plot.Render(surface.Canvas, Width, Height);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(output);
    }
}
