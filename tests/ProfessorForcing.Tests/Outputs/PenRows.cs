using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Outputs;

/// <summary>Random parameters, points and uniform numbers for outputs over points of a pen.</summary>
internal static class PenRows
{
    /// <summary>The parameters of one row: deviations from 0.2 to 4.5, correlations up to 0.9.</summary>
    public static double[] Parameters(int mixtures, RandomStream random) =>
    [
        Between(random, 2), .. Many(mixtures, random, 2), .. Many(2 * mixtures, random, 1), .. Many(2 * mixtures, random, 1.5), .. Many(mixtures, random, 1.5),
    ];

    /// <summary>dx, dy and lift.</summary>
    public static double[] Point(RandomStream random) => [Between(random, 1.5), Between(random, 1.5), random.NextInt(2)];

    public static float[] Uniforms(int count, ulong seed = 7)
    {
        var values = new float[4 * count];
        new RandomStream(seed, "draws").Fill(values);
        return values;
    }

    private static double[] Many(int count, RandomStream random, double limit) => [.. Enumerable.Range(0, count).Select(_ => Between(random, limit))];

    private static double Between(RandomStream random, double limit) => limit * (2 * random.NextDouble() - 1);
}
