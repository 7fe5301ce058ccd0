using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Outputs;

public sealed class PenDensityTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.8, 1)]
    [InlineData(0.2, 0.7)]
    public void It_is_the_textbooks_for_each_row(double bias, double temperature)
    {
        using var scope = NewDisposeScope();
        var random = new RandomStream(6, "case");
        var options = new SamplingOptions { Bias = bias, Temperature = temperature };
        var raw = Enumerable.Range(0, 5).Select(_ => PenRows.Parameters(4, random)).ToArray();
        var densities = new PenOutput(4).Describe(tensor(raw.SelectMany(row => row).ToArray(), 5, 25), options);
        Assert.Equal(5, densities.Length);
        foreach (var (row, density) in raw.Zip(densities))
        {
            var expected = new PenFormula(row, options);
            Close.Numbers(expected.Numbers,
            [
                density.LiftProbability, .. density.Gaussians.Select(one => one.Weight), .. density.Gaussians.Select(one => one.MeanX), .. density.Gaussians.Select(one => one.MeanY),
                .. density.Gaussians.Select(one => one.DeviationX), .. density.Gaussians.Select(one => one.DeviationY), .. density.Gaussians.Select(one => one.Correlation),
            ], 1e-12);
            var point = PenRows.Point(random);
            Close.Numbers([expected.Density(point[0], point[1])], [density.Density(point[0], point[1])], 1e-10);
        }
    }

    [Fact]
    public void With_the_pens_probability_it_is_what_the_likelihood_says()
    {
        using var scope = NewDisposeScope();
        var random = new RandomStream(8, "case");
        var output = new PenOutput(3);
        var parameters = tensor(PenRows.Parameters(3, random), 1, 1, 19);
        var density = output.Describe(parameters.squeeze(0), SamplingOptions.Default)[0];
        for (var i = 0; i < 20; i++)
        {
            var point = PenRows.Point(random);
            var pen = point[2] == 1 ? density.LiftProbability : 1 - density.LiftProbability;
            var expected = Math.Log(density.Density(point[0], point[1]) * pen);
            Assert.Equal(expected, output.LogProbability(parameters, tensor(point, 1, 1, 3)).item<double>(), 1e-9);
        }
    }
}
