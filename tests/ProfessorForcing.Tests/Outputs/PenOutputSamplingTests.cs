using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Outputs;

public sealed class PenOutputSamplingTests
{
    private const int Draws = 100_000;

    private static readonly float Highest = MathF.BitDecrement(1);

    // ê; π̂; μ̂x; μ̂y; σ̂x; σ̂y; ρ̂.
    private static readonly double[] Two = [0.5, 1, 0, -1, 2, 3, -3, -1, 0, 0.5, -2, 1, -2];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.7, 1)]
    [InlineData(0, 0.5)]
    [InlineData(0, 3)]
    [InlineData(0.3, 2)]
    public void Moments_and_lifts_of_samples_are_those_of_the_mixture(double bias, double temperature)
    {
        var options = new SamplingOptions { Bias = bias, Temperature = temperature };
        var random = new RandomStream(4, "case");
        foreach (var mixtures in new[] { 1, 2, 5 })
        {
            var raw = PenRows.Parameters(mixtures, random);
            var it = new PenFormula(raw, options);
            var (x, y) = (it.Mean(i => it.MeansX[i]), it.Mean(i => it.MeansY[i]));
            var points = Draw(raw, PenRows.Uniforms(Draws), options);
            AssertMean(x, points, point => point[0]);
            AssertMean(y, points, point => point[1]);
            AssertMean(it.Lift, points, point => point[2]);
            AssertMean(it.Mean(i => Square(it.SigmasX[i]) + Square(it.MeansX[i] - x)), points, point => Square(point[0] - x));
            AssertMean(it.Mean(i => Square(it.SigmasY[i]) + Square(it.MeansY[i] - y)), points, point => Square(point[1] - y));
            AssertMean(
                it.Mean(i => it.Rhos[i] * it.SigmasX[i] * it.SigmasY[i] + (it.MeansX[i] - x) * (it.MeansY[i] - y)),
                points, point => (point[0] - x) * (point[1] - y));
            // The pen is independent of the move.
            AssertMean(0, points, point => (point[0] - x) * (point[2] - it.Lift));
            AssertMean(0, points, point => Square(point[1] - y) * (point[2] - it.Lift));
            Assert.All(points, point => Assert.True(point[2] is 0 or 1));
        }
    }

    [Fact]
    public void Samples_of_one_gaussian_have_its_ellipses()
    {
        double[] raw = [0, 0, 1, -2, 0.5, -1, 1.2];
        var it = new PenFormula(raw);
        var points = Draw(raw, PenRows.Uniforms(Draws), SamplingOptions.Default);
        double Distance(double[] point)
        {
            var (x, y, rho) = ((point[0] - it.MeansX[0]) / it.SigmasX[0], (point[1] - it.MeansY[0]) / it.SigmasY[0], it.Rhos[0]);
            return (x * x + y * y - 2 * rho * x * y) / (1 - rho * rho);
        }
        foreach (var part in new[] { 0.01, 0.1, 0.5, 0.9, 0.99 })
            AssertMean(part, points, point => Distance(point) < -2 * Math.Log(1 - part) ? 1 : 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void Moves_rise_to_the_right_where_the_correlation_is_positive(double raw)
    {
        var points = Draw([0, 0, 0, 0, 0, 0, raw], PenRows.Uniforms(1000), SamplingOptions.Default);
        Assert.Equal(0.999 * Math.Tanh(raw), points.Average(point => point[0] * point[1]), 0.2);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(100)]
    public void A_bias_shrinks_the_deviations_floor_and_all_and_leaves_the_pen_alone(double bias)
    {
        // A deviation of little more than the floor; in double precision, so that a bias of 100 does not vanish beside the mean.
        double[] raw = [0.3, 0, 0, 0, -6, 1, 0.8];
        var uniforms = PenRows.Uniforms(1000);
        var plain = Draw(raw, uniforms, SamplingOptions.Default, ScalarType.Float64);
        var sharp = Draw(raw, uniforms, new SamplingOptions { Bias = bias }, ScalarType.Float64);
        for (var axis = 0; axis < 2; axis++)
        {
            var ratio = sharp.Sum(point => Square(point[axis])) / plain.Sum(point => Square(point[axis]));
            Assert.Equal(1, ratio / Math.Exp(-2 * bias), 1e-9);
        }
        Assert.Equal(plain.Select(point => point[2]), sharp.Select(point => point[2]));
    }

    [Fact]
    public void A_bias_prefers_the_likeliest_gaussian()
    {
        // Far apart and narrow, so that the sign of dx says which one was drawn.
        double[] raw = [0, 1, 0, 10, -10, 0, 0, -4, -4, -4, -4, 0, 0];
        foreach (var bias in new[] { 0.0, 0.5, 1, 100 })
        {
            var points = Draw(raw, PenRows.Uniforms(10_000), new SamplingOptions { Bias = bias });
            AssertMean(1 / (1 + Math.Exp(-1 - bias)), points, point => point[0] > 0 ? 1 : 0);
        }
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(0, 1e-30)]
    [InlineData(0, 1e-300)]
    [InlineData(100, 1e-300)]
    public void A_great_bias_or_a_small_temperature_draws_the_likeliest_mean(double bias, double temperature)
    {
        var points = Draw(Two, [0, 0, 0, 0, Highest, Highest, Highest, Highest, .. PenRows.Uniforms(1000)], new SamplingOptions { Bias = bias, Temperature = temperature });
        Assert.All(points, point => Assert.Equal([-1.0, 3], point[..2]));
        if (temperature < 1)
            Assert.All(points, point => Assert.Equal(1, point[2]));
    }

    [Fact]
    public void Neither_end_of_the_uniform_numbers_gives_an_infinite_point_or_a_gaussian_without_weight()
    {
        double[] raw = [0, -1000, 0, -1000, 50, 0, 50, 50, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] ends = [0, float.Epsilon, 0.5f, Highest];
        var uniforms = ends.SelectMany(a => ends.SelectMany(b => ends.SelectMany(c => ends.SelectMany(d => new[] { a, b, c, d })))).ToArray();
        var points = Draw(raw, uniforms, SamplingOptions.Default);
        Assert.All(points, point => Assert.All(point[..2], move => Assert.InRange(move, -7, 7)));
        Assert.All(points.Zip(uniforms.Chunk(4)), pair => Assert.Equal(pair.Second[3] < 0.5f ? 1 : 0, pair.First[2]));
    }

    [Fact]
    public void The_same_uniform_numbers_give_the_same_points_however_many_rows_there_are()
    {
        using var scope = NewDisposeScope();
        const int Rows = 37;
        var random = new RandomStream(9, "case");
        var output = new PenOutput(3);
        var parameters = tensor(Enumerable.Range(0, Rows).SelectMany(_ => PenRows.Parameters(3, random)).ToArray(), Rows, 19).to_type(ScalarType.Float32);
        var uniforms = tensor(PenRows.Uniforms(Rows), Rows, 4);
        var options = new SamplingOptions { Bias = 0.2, Temperature = 0.9 };
        var all = Networks.Numbers(output.Sample(parameters, uniforms, options));
        foreach (var rows in new[] { 1, 2, 5, 36 })
        {
            for (var first = 0; first < Rows; first += rows)
            {
                var count = Math.Min(rows, Rows - first);
                Assert.Equal(all[(3 * first)..(3 * (first + count))], Networks.Numbers(output.Sample(parameters.narrow(0, first, count), uniforms.narrow(0, first, count), options)));
            }
        }
    }

    [Fact]
    public void A_move_longer_than_the_longest_is_shortened_to_it_and_keeps_its_direction()
    {
        using var scope = NewDisposeScope();
        const int Rows = 200;
        var random = new RandomStream(3, "case");
        var parameters = tensor(Enumerable.Range(0, Rows).SelectMany(_ => PenRows.Parameters(3, random)).ToArray(), Rows, 19);
        var uniforms = tensor(PenRows.Uniforms(Rows), Rows, 4);
        double[][] Points(double longest) => [.. Networks.Numbers(new PenOutput(3, longest).Sample(parameters, uniforms, SamplingOptions.Default)).Chunk(3)];
        var free = Points(double.PositiveInfinity);
        foreach (var (limited, point) in Points(1.5).Zip(free))
        {
            var length = Math.Sqrt(Square(point[0]) + Square(point[1]));
            var factor = Math.Min(1, 1.5 / length);
            Assert.Equal(point[0] * factor, limited[0], 1e-12);
            Assert.Equal(point[1] * factor, limited[1], 1e-12);
            Assert.Equal(point[2], limited[2]);
        }
        Assert.Contains(free, point => Square(point[0]) + Square(point[1]) > 4);
        Assert.Contains(free, point => Square(point[0]) + Square(point[1]) < 1);
    }

    [Fact]
    public void A_move_of_nothing_stays_one()
    {
        using var scope = NewDisposeScope();
        // A mean of 0, and a first number of 0: the Gaussian's middle, where nothing is far from anything.
        var still = new PenOutput(1, 2).Sample(zeros(1, 7, dtype: ScalarType.Float64), zeros(1, 4), SamplingOptions.Default);
        Assert.Equal([0, 0, 1], Networks.Numbers(still));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PenOutput(1, 0));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_sampled_point_has_the_parameters_type_and_carries_no_gradient(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var drawn = new PenOutput(2).Sample(zeros(4, 13, dtype: type, requires_grad: true), rand(4, 4), SamplingOptions.Default);
        Assert.False(drawn.requires_grad);
        Assert.Equal(type, drawn.dtype);
        Assert.Equal([4, 3], drawn.shape);
        Assert.Equal([0, 3], new PenOutput(2).Sample(zeros(0, 13), zeros(0, 4), SamplingOptions.Default).shape);
    }

    private static double Square(double value) => value * value;

    private static double[][] Draw(double[] raw, float[] uniforms, SamplingOptions options, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var count = uniforms.Length / 4;
        var rows = tensor(raw, 1, raw.Length).to_type(type).expand(count, -1);
        return [.. Networks.Numbers(new PenOutput(raw.Length / 6).Sample(rows, tensor(uniforms, count, 4), options)).Chunk(3)];
    }

    // Within five standard errors.
    private static void AssertMean(double expected, double[][] points, Func<double[], double> value)
    {
        var values = points.Select(value).ToArray();
        var deviation = Math.Sqrt(values.Sum(one => Square(one - expected)) / values.Length);
        Assert.Equal(expected, values.Average(), 5 * deviation / Math.Sqrt(values.Length) + 1e-6);
    }
}
