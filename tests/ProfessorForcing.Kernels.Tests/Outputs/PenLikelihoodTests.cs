using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Outputs;

/// <summary>Against torch operations it is tested where they are: with the density of handwriting.</summary>
public sealed unsafe class PenLikelihoodTests
{
    private const int Rows = 23;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(32)]
    public void All_instruction_sets_and_numbers_of_threads_give_alike(int mixtures)
    {
        KernelThreads.Count = 1;
        var all = Instructions.All.Select(instructions => Compute(mixtures, instructions)).ToArray();
        Assert.All(all, other => Assert.All(all[0].Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First)))));
        KernelThreads.Count = 3;
        Assert.Equal(all[^1], Compute(mixtures, Instructions.All[^1]));
    }

    [Fact]
    public void Numbers_that_are_no_parameters_are_refused()
    {
        using var numbers = new Numbers(24, new RandomStream(1, "pen"));
        foreach (var columns in new[] { 1, 6, 8, 12 })
            Assert.Throws<ArgumentException>(() => PenLikelihood.Compute(new Matrix(numbers.Pointer, 2, columns), numbers.Pointer, numbers.Pointer, null));
    }

    private static float[] Compute(int mixtures, InstructionSet instructions)
    {
        var random = new RandomStream(5, "pen");
        var count = PenMixture.ParameterCount(mixtures);
        using var parameters = new Numbers(Rows * count, random);
        using var points = new Numbers(Rows * 3, random);
        for (var row = 0; row < Rows; row++)
            points[3 * row + 2] = row % 2;
        using var logDensity = new Numbers(Rows);
        using var slopes = new Numbers(Rows * count);
        PenLikelihood.Compute(instructions, new Matrix(parameters.Pointer, Rows, count), points.Pointer, logDensity.Pointer, slopes.Pointer);
        float[] values = [.. Enumerable.Range(0, Rows).Select(i => logDensity[i])];
        PenLikelihood.Compute(instructions, new Matrix(parameters.Pointer, Rows, count), points.Pointer, logDensity.Pointer, null);
        Assert.Equal(values, Enumerable.Range(0, Rows).Select(i => logDensity[i]));
        return [.. values, .. Enumerable.Range(0, slopes.Count).Select(i => slopes[i])];
    }
}
