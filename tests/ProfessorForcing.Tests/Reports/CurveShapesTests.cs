using CsCheck;

using ProfessorForcing.Forcing;
using ProfessorForcing.Reports;

namespace ProfessorForcing.Tests.Reports;

public class CurveShapesTests
{
    [Fact]
    public void Thinning_keeps_the_mean_and_the_end() => Gen.Select(Gen.Int[1, 2000], Gen.Int[1, 50]).Sample((count, most) =>
    {
        CurvePoint[] points = [.. Enumerable.Range(1, count).Select(i => new CurvePoint(i, i / 2.0, Math.Sin(i)))];
        var thin = CurveShapes.Thin(points, most);
        Assert.InRange(thin.Count, 1, most);
        Assert.Equal((points[^1].Step, points[^1].Seconds), (thin[^1].Step, thin[^1].Seconds));
        Assert.InRange(thin.Min(point => point.Value), points.Min(point => point.Value) - 1e-9, 1);
        if (count % thin.Count == 0)
            Assert.Equal(points.Average(point => point.Value), thin.Average(point => point.Value), 1e-9);
    });

    [Fact]
    public void The_first_steep_fall_is_not_in_the_range()
    {
        var run = LoggedRuns.Run(ForcingKind.Teacher, 1, floor: 0.5);
        var (low, high) = CurveShapes.Range([run]);
        Assert.True(low < run.Training[^1].Value && high > run.Validation[0].Value);
        Assert.True(high < run.Training[0].Value);
    }

    [Fact]
    public void A_flat_curve_has_a_range_too()
    {
        var run = LoggedRuns.Run(ForcingKind.Teacher, 1, 0.5) with { Training = [new(1, 1, 2)], Validation = [] };
        Assert.Equal((1.92, 2.08), CurveShapes.Range([run]));
    }

    [Theory]
    [InlineData(10, "seconds")]
    [InlineData(1200, "minutes")]
    [InlineData(40_000, "hours")]
    public void Time_has_a_unit_that_suits_it(double seconds, string unit) => Assert.Equal(unit, CurveShapes.TimeUnit(seconds).Name);
}
