using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenBaselinesTests
{
    private static readonly PenAlphabet Alphabet = new("o");

    [Fact]
    public void A_gaussian_has_the_density_of_what_it_was_fitted_to()
    {
        var random = new RandomStream(1, "moves");
        var gaussian = new PlaneGaussian(2);
        for (var i = 0; i < 50_000; i++)
        {
            var (given, a, b) = (random.NextGaussian(), random.NextGaussian(), random.NextGaussian());
            // Errors with variances 4 and 1.25 and covariance 1.
            gaussian.Add([1, given], 3 + 2 * given + 2 * a, -1 - given + 0.5 * a + b);
        }
        gaussian.Fit();
        var density = Math.Log(2 * Math.PI) + Math.Log(4 * 1.25 - 1) / 2;
        Assert.Equal(density, gaussian.Nats([1, 0.5], 4, -1.5), 0.02);
        // An error of (2, 1) is at a squared distance of (1.25 · 4 − 2 · 2 + 4 · 1) / 4 = 1.25.
        Assert.Equal(density + 1.25 / 2, gaussian.Nats([1, 0.5], 6, -0.5), 0.02);
    }

    [Fact]
    public void A_gaussian_of_nothing_is_the_standard_one()
    {
        var gaussian = new PlaneGaussian(1);
        gaussian.Fit();
        Assert.Equal(Math.Log(2 * Math.PI) + 12.5, gaussian.Nats([1], 3, -4), 1e-12);
    }

    [Fact]
    public void Independent_points_know_whether_the_pen_was_up()
    {
        // After a lift far to the right, else up; lifted after every second point.
        var set = Set(400, t => t % 2 == 0 ? new(20, 0, false) : new(0, 1, true));
        var model = IndependentPoints.Train(set);
        // All but certain: one unit error in 200 of each kind is left, and no doubt about the pen but one in 200.
        var expected = Math.Log(2 * Math.PI) - Math.Log(201) - Math.Log(201.0 / 202);
        Assert.Equal(expected, model.Nll(set, false), 0.1);
        Assert.True(model.Nll(Set(400, t => t % 2 == 0 ? new(0, 1, false) : new(20, 0, true)), false) > 10);
    }

    [Fact]
    public void Linear_points_foresee_moves_from_the_two_before()
    {
        // A rotation by 0.3: each move is 2 cos 0.3 times the one before less the one before that.
        var set = Set(2_000, t => new((float)Math.Cos(0.3 * t), (float)Math.Sin(0.3 * t), false));
        var (independent, linear) = (IndependentPoints.Train(set).Nll(set, false), LinearPoints.Train(set).Nll(set, false));
        Assert.InRange(independent, 1.9, 2.2);
        Assert.InRange(linear, -6, -4);
        Assert.Equal(["independent points", "points linear in the two before"], new[] { IndependentPoints.Train(set).Name, LinearPoints.Train(set).Name });
    }

    [Fact]
    public void Linear_points_know_where_the_pen_slows_down_before_it_is_lifted()
    {
        var set = Set(2_000, t => t % 4 == 3 ? new(0.05f, 0, true) : new(3, 0, false));
        var other = Set(2_000, t => t % 4 == 3 ? new(0.05f, 0, false) : new(3, 0, true));
        var model = LinearPoints.Train(set);
        Assert.True(model.Nll(other, false) > model.Nll(set, false) + 2);
    }

    [Fact]
    public void Whatever_the_points_are_a_density_is_finite() =>
        MadeStrokes.Points.Where(points => points.Length >= 2).Array[1, 4].Sample(lines =>
        {
            var set = new HandwritingSet([.. lines.Select(points => new PenLine("made", "o", points))], Alphabet, LetterWidths.Fit([]), 5);
            Assert.True(double.IsFinite(IndependentPoints.Train(set).Nll(set, false)));
            Assert.True(double.IsFinite(LinearPoints.Train(set).Nll(set, false)));
        });

    private static HandwritingSet Set(int points, Func<int, PenPoint> at) =>
        new([new("made", "o", [.. Enumerable.Range(0, points).Select(at)])], Alphabet, LetterWidths.Fit([]), points);
}
