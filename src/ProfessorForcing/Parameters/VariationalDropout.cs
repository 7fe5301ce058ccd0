using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Parameters;

/// <summary>Variational dropout masks from explicit random streams.</summary>
public static class VariationalDropout
{
    /// <summary>A mask of 0 (with probability <paramref name="rate"/>) and 1 / (1 − rate): [rows, features]; null if the rate is 0.</summary>
    public static Tensor? Draw(int rows, int features, double rate, RandomStream random, Device device)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (rate == 0)
            return null;
        var kept = (float)(1 / (1 - rate));
        var values = new float[rows * features];
        foreach (ref var value in values.AsSpan())
            value = random.NextDouble() < rate ? 0 : kept;
        return tensor(values, rows, features, device: device);
    }
}
