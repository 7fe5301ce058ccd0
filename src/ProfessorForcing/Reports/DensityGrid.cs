using System.Runtime.InteropServices;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Reports;

/// <summary>Adds up Gaussians on the cells of a grid in the plane.</summary>
/// <param name="left">x of the grid's left side.</param>
/// <param name="top">y of its top; y counts up.</param>
/// <param name="cell">Side of a cell: positive.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="columns">Number of columns.</param>
internal sealed class DensityGrid(double left, double top, double cell, int rows, int columns)
{
    // Farther from the mean, in standard deviations, nothing is added.
    private const double Reach = 4.5;

    // Half a cell, as a variance: what is narrower than the grid can show is as wide as that.
    private readonly double _blur = cell * cell / 4;

    /// <summary>The density at the middle of each cell, in 1 / unit², [rows, columns], the first row at the top.</summary>
    public double[,] Values { get; } = new double[rows, columns];

    /// <summary>Adds one Gaussian.</summary>
    /// <param name="gaussian">Where the pen goes.</param>
    /// <param name="x">Where it comes from.</param>
    /// <param name="y">Likewise, up.</param>
    public void Add(PenGaussian gaussian, double x, double y)
    {
        var (meanX, meanY) = (x + gaussian.MeanX, y + gaussian.MeanY);
        var (varianceX, varianceY) = (gaussian.DeviationX * gaussian.DeviationX + _blur, gaussian.DeviationY * gaussian.DeviationY + _blur);
        var covariance = gaussian.Correlation * gaussian.DeviationX * gaussian.DeviationY;
        // Row by row: the density of y, times that of x given y, whose mean moves with y.
        var slope = covariance / varianceY;
        var width = Math.Sqrt(Math.Max(varianceX - slope * covariance, _blur));
        var height = Math.Sqrt(varianceY);
        if (gaussian.Weight == 0 || !double.IsFinite(width + height))
            return;
        var (first, end) = Within(top - meanY, height, rows);
        for (var row = first; row < end; row++)
        {
            var dy = top - (row + 0.5) * cell - meanY;
            AddRow(row, gaussian.Weight * Density(dy, height), meanX + slope * dy, width);
        }
    }

    // exp(−x² / 2s²) at even distances, without an exponential for each: a quotient of neighbours is that before it, times exp(−cell² / s²).
    private void AddRow(int row, double share, double middle, double width)
    {
        var (first, end) = Within(middle - left, width, columns);
        var distance = left + (first + 0.5) * cell - middle;
        var value = share * Density(distance, width);
        var quotient = Math.Exp(-(2 * distance + cell) * cell / (2 * width * width));
        var change = Math.Exp(-cell * cell / (width * width));
        foreach (ref var cellValue in MemoryMarshal.CreateSpan(ref Values[row, 0], columns)[first..end])
        {
            cellValue += value;
            value *= quotient;
            quotient *= change;
        }
    }

    private static double Density(double distance, double deviation) =>
        Math.Exp(-distance * distance / (2 * deviation * deviation)) / (Math.Sqrt(2 * Math.PI) * deviation);

    // The cells along a side that are near a place on it.
    private (int First, int End) Within(double place, double deviation, int count)
    {
        var first = Math.Clamp(Math.Floor((place - Reach * deviation) / cell), 0, count);
        var end = Math.Clamp(Math.Ceiling((place + Reach * deviation) / cell), 0, count);
        return ((int)first, (int)end);
    }
}
