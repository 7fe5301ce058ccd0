using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Reports;

namespace ProfessorForcing.Tests.Reports;

public sealed class DensityGridTests
{
    [Fact]
    public void Each_cell_has_the_density_at_its_middle()
    {
        const double Cell = 0.01;
        var gaussian = new PenGaussian(0.3, 0.5, -0.25, 0.4, 0.2, -0.6);
        // From (0, 2) to (2, 1).
        var grid = new DensityGrid(0, 2, Cell, 100, 200);
        grid.Add(gaussian, 0.5, 1.75);
        foreach (var (row, column) in new[] { (50, 100), (20, 140), (75, 100), (30, 70) })
        {
            var (x, y) = ((column + 0.5) * Cell - 1, 2 - (row + 0.5) * Cell - 1.5);
            // Graves (2013), eqs. 24 and 25.
            var z = x * x / 0.16 + y * y / 0.04 + 2 * 0.6 * x * y / 0.08;
            var density = Math.Exp(-z / (2 * 0.64)) / (2 * Math.PI * 0.08 * 0.8);
            Assert.Equal(0.3 * density, grid.Values[row, column], 0.003 * density);
        }
    }

    [Fact]
    public void No_Gaussian_is_lost_however_narrow_it_is() =>
        Gen.Select(Gen.Double[0, 0.8], Gen.Double[0, 0.8], Gen.Double[-1, 1], Gen.Double[-0.5, 0.5], Gen.Double[-0.5, 0.5]).Sample((deviationX, deviationY, correlation, x, y) =>
        {
            var grid = new DensityGrid(-5, 5, 0.1, 100, 100);
            grid.Add(new(0.5, x, 0, deviationX, deviationY, correlation), 0, y);
            grid.Add(new(0.25, 0, y, 1e-12, 0, correlation), x, 0);
            Assert.Equal(0.75, grid.Values.Cast<double>().Sum() * 0.1 * 0.1, 0.025);
        }, iter: 300);

    [Fact]
    public void What_is_beside_the_grid_or_without_end_adds_nothing()
    {
        var grid = new DensityGrid(0, 1, 0.1, 10, 10);
        grid.Add(new(1, 1e300, 0.5, 1, 1, 0), 0, 0);
        grid.Add(new(1, 0.5, -1e30, 1, 1, 1), 0, 0);
        grid.Add(new(1, 0.5, 0.5, 1e300, 1e300, 1), 0, 0);
        grid.Add(new(0, 0.5, 0.5, 0, 0, 0), 0, 0);
        Assert.All(grid.Values.Cast<double>(), value => Assert.Equal(0, value));
        grid.Add(new(1, 0.5, 0.5, 1e12, 1e12, 1), 0, 0);
        Assert.All(grid.Values.Cast<double>(), value => Assert.InRange(value, 0, 1));
    }
}
