using CsCheck;

using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Outputs;

/// <summary>The likelihood of points; what is drawn is in <see cref="PenOutputSamplingTests"/>.</summary>
public sealed class PenOutputTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-4)]
    [InlineData(ScalarType.Float64, 1e-10)]
    public void The_log_density_is_that_of_the_textbook(ScalarType type, double tolerance) =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 4], Gen.Int[1, 5], Gen.ULong).Sample(
            (mixtures, rows, steps, seed) =>
            {
                using var scope = NewDisposeScope();
                var random = new RandomStream(seed, "case");
                var output = new PenOutput(mixtures);
                var parameters = Rows(rows * steps, () => PenRows.Parameters(mixtures, random)).view(rows, steps, -1).to_type(type);
                var points = Rows(rows * steps, () => PenRows.Point(random)).view(rows, steps, 3).to_type(type);
                var logDensity = output.LogProbability(parameters, points);
                Assert.Equal([rows, steps], logDensity.shape);
                Assert.Equal(type, logDensity.dtype);
                foreach (var ((raw, point), actual) in Networks.Numbers(parameters).Chunk(output.ParameterCount).Zip(Networks.Numbers(points).Chunk(3)).Zip(Networks.Numbers(logDensity)))
                {
                    // Below, the formula as it is printed loses its digits.
                    var expected = new PenFormula(raw).Density(point[0], point[1], point[2] == 1);
                    if (expected > 1e-280)
                        Close.Numbers([Math.Log(expected)], [actual], tolerance, "log density");
                    else
                        Assert.True(actual < -600, $"log density {actual}");
                }
            }, iter: 200, threads: 1);

    [Fact]
    public void Gradients_are_the_slopes_of_the_log_density_and_of_what_the_discriminator_sees()
    {
        using var set = new ParameterSet(CPU, ScalarType.Float64);
        using var scope = NewDisposeScope();
        var random = new RandomStream(1, "case");
        var output = new PenOutput(3);
        var raw = set.AddNormal("raw", 1, random, 4, 5, output.ParameterCount);
        var points = Rows(20, () => PenRows.Point(random)).view(4, 5, 3);
        var factors = Small.Uniform(2, ScalarType.Float64, 4, 5, output.ParameterCount);
        Tensor[] Functions() => [(output.LogProbability(raw, points) * factors.select(-1, 0)).sum(), (output.Probabilities(raw) * factors).sum()];
        var gradients = Functions().Select(function => new Dictionary<string, double[]> { ["raw"] = Networks.Numbers(Gradients.Of([function], set).Values[0]!) });
        FiniteDifferences.Check(set, [.. gradients], () => [.. Functions().Select(function => function.item<double>())]);
    }

    [Fact]
    public void The_kernels_have_the_values_and_gradients_of_the_reference() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[1, 5], Gen.ULong).Sample(
            (mixtures, rows, steps, seed) =>
            {
                using var scope = NewDisposeScope();
                var random = new RandomStream(seed, "case");
                var output = new PenOutput(mixtures);
                var raw = Rows(rows * steps, () => PenRows.Parameters(mixtures, random)).view(rows, steps, -1).to_type(ScalarType.Float32);
                var points = Rows(rows * steps, () => PenRows.Point(random)).view(rows, steps, 3).to_type(ScalarType.Float32);
                var results = new[] { ScalarType.Float32, ScalarType.Float64 }.Select(type =>
                {
                    var parameters = raw.to_type(type).detach().requires_grad_();
                    var logDensity = output.LogProbability(parameters, points.to_type(type));
                    (logDensity * Small.Uniform(seed, type, rows, steps)).sum().backward();
                    return (Values: Networks.Numbers(logDensity), Slopes: Networks.Numbers(parameters.grad!));
                }).ToArray();
                Close.Numbers(results[1].Values, results[0].Values, 1e-4, "log density");
                foreach (var (kernel, reference) in results[0].Slopes.Chunk(output.ParameterCount).Zip(results[1].Slopes.Chunk(output.ParameterCount)))
                {
                    var size = Math.Sqrt(reference.Average(slope => slope * slope));
                    for (var i = 0; i < reference.Length; i++)
                        Assert.True(Math.Abs(kernel[i] - reference[i]) <= 1e-3 * (Math.Abs(reference[i]) + 0.01 * size + 1e-3), $"slope {i} of {mixtures} Gaussians is {kernel[i]}, not {reference[i]}");
                }
            }, iter: 200, threads: 1);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Values_and_gradients_are_finite_in_every_corner(ScalarType type)
    {
        using var scope = NewDisposeScope();
        const int Corners = 1 << 10;
        double[] Signs(int corner, int first, int count, double size) => [.. Enumerable.Range(first, count).Select(bit => (corner >> bit & 1) == 1 ? size : -size)];
        var parameters = tensor(Enumerable.Range(0, Corners).SelectMany(corner => Signs(corner, 0, 7, 50)).ToArray(), 1, Corners, 7);
        var points = tensor(Enumerable.Range(0, Corners).SelectMany(corner => (double[])[.. Signs(corner, 7, 2, 100), corner >> 9]).ToArray(), 1, Corners, 3);
        AssertFinite(new PenOutput(1), parameters.to_type(type), points.to_type(type));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Values_and_gradients_are_finite_wherever_parameters_and_points_are(ScalarType type)
    {
        double[] numbers = [-50, -20, -5, -1, 0, 1e-6, 1, 5, 20, 50];
        double[] moves = [-100, -50, -1, 0, 1, 50, 100];
        Gen.Select(Gen.Int[1, 20], Gen.ULong).Sample(
            (mixtures, seed) =>
            {
                using var scope = NewDisposeScope();
                var random = new RandomStream(seed, "case");
                var output = new PenOutput(mixtures);
                var parameters = Rows(64, () => [.. Enumerable.Range(0, output.ParameterCount).Select(_ => numbers[random.NextInt(numbers.Length)])]);
                var points = Rows(64, () => [moves[random.NextInt(moves.Length)], moves[random.NextInt(moves.Length)], random.NextInt(2)]);
                AssertFinite(output, parameters.to_type(type).unsqueeze(0), points.to_type(type).unsqueeze(0));
            }, iter: 50, threads: 1);
    }

    [Fact]
    public void The_density_over_all_moves_and_both_states_of_the_pen_has_the_integral_one()
    {
        using var scope = NewDisposeScope();
        const double Step = 0.08;
        const int Half = 250;
        var random = new RandomStream(5, "case");
        var output = new PenOutput(3);
        var grid = arange(-Half, Half + 1, dtype: ScalarType.Float64) * Step;
        var moves = cartesian_prod([grid, grid]);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var row = NewDisposeScope();
            var parameters = Rows(1, () => PenRows.Parameters(3, random)).unsqueeze(0).expand(-1, moves.shape[0], -1);
            var sum = 0.0;
            foreach (var lift in new[] { 0.0, 1 })
                sum += output.LogProbability(parameters, cat([moves, full_like(moves.narrow(1, 0, 1), lift)], 1).unsqueeze(0)).exp().sum().item<double>();
            Assert.Equal(1, sum * Step * Step, 1e-4);
        }
    }

    [Fact]
    public void The_parameters_are_in_their_order_and_the_discriminator_sees_what_they_mean()
    {
        using var scope = NewDisposeScope();
        var output = new PenOutput(2);
        Assert.Equal(13, output.ParameterCount);
        Assert.Equal(4, output.UniformsPerElement);
        double[] raw = [1, 0, Math.Log(3), -2, 4, 5, 6, Math.Log(2), -50, 50, 0, 0.5, -50];
        var seen = output.Probabilities(tensor(raw, 1, 1, 13));
        Assert.Equal([1, 1, 13], seen.shape);
        Close.Numbers(
            [1 / (1 + Math.Exp(-1)), 0.25, 0.75, -2, 4, 5, 6, 2.0075, 0.0075, Math.Exp(10) + 0.0075, 1.0075, 0.999 * Math.Tanh(0.5), -0.999],
            Networks.Numbers(seen), 1e-12);
    }

    [Fact]
    public void What_the_discriminator_sees_is_the_textbooks()
    {
        using var scope = NewDisposeScope();
        var random = new RandomStream(3, "case");
        var raw = Enumerable.Range(0, 6).Select(_ => PenRows.Parameters(4, random)).ToArray();
        var seen = new PenOutput(4).Probabilities(tensor(raw.SelectMany(row => row).ToArray(), 2, 3, 25));
        Assert.Equal([2, 3, 25], seen.shape);
        Close.Numbers([.. raw.SelectMany(row => new PenFormula(row).Numbers)], Networks.Numbers(seen), 1e-12);
    }

    // A correlation of 1 in single precision would have no density.
    [Fact]
    public void In_single_precision_no_correlation_reaches_one()
    {
        using var scope = NewDisposeScope();
        var seen = new PenOutput(1).Probabilities(tensor(new float[] { 0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, -50 }, 1, 2, 7));
        Assert.Equal([0.999, -0.999], [seen[0, 0, 6].item<float>(), seen[0, 1, 6].item<float>()], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void There_is_a_gaussian_at_least() => Assert.Throws<ArgumentOutOfRangeException>(() => new PenOutput(0));

    private static Tensor Rows(int count, Func<double[]> make) => stack([.. Enumerable.Range(0, count).Select(_ => tensor(make()))]);

    private static void AssertFinite(PenOutput output, Tensor parameters, Tensor points)
    {
        parameters.requires_grad = true;
        var logDensity = output.LogProbability(parameters, points);
        logDensity.sum().backward();
        Assert.All(Networks.Numbers(logDensity), value => Assert.True(double.IsFinite(value)));
        Assert.All(Networks.Numbers(parameters.grad!), value => Assert.True(double.IsFinite(value)));
    }
}
