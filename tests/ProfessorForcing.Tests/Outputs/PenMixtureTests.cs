using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Outputs;

/// <summary>The draw without torch.</summary>
public sealed class PenMixtureTests
{
    [Theory]
    [InlineData(1, 0, 1, double.PositiveInfinity)]
    [InlineData(20, 0.5, 1, 25.4)]
    [InlineData(5, 2, 0.3, 1)]
    [InlineData(200, 0, 3, 0.1)]
    public void It_draws_the_point_that_the_output_draws(int mixtures, double bias, double temperature, double longestMove)
    {
        using var scope = NewDisposeScope();
        const int Rows = 200;
        var random = new RandomStream(1, "draws");
        var width = PenMixture.ParameterCount(mixtures);
        float[] parameters = [.. Enumerable.Range(0, Rows * width).Select(_ => (float)(2 * random.NextGaussian()))];
        var uniforms = new float[Rows * PenMixture.UniformsPerPoint];
        random.Fill(uniforms);
        var sampling = new SamplingOptions { Bias = bias, Temperature = temperature };
        var expected = Networks.Numbers(new PenOutput(mixtures, longestMove).Sample(tensor(parameters, Rows, width), tensor(uniforms, Rows, PenMixture.UniformsPerPoint), sampling));
        var point = new float[PenMixture.PointWidth];
        for (var row = 0; row < Rows; row++)
        {
            PenMixture.Draw(parameters.AsSpan(row * width, width), uniforms.AsSpan(row * 4, 4), bias, temperature, longestMove, point);
            for (var i = 0; i < point.Length; i++)
                Assert.Equal(expected[row * 3 + i], point[i], 1e-5 * Math.Max(1, Math.Abs(point[i])));
        }
    }
}
