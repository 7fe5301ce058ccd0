using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>Assertions that numbers are equal to within rounding.</summary>
internal static class Close
{
    public static void Equal(Tensor expected, Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers(Networks.Numbers(expected), Networks.Numbers(actual), tolerance);
    }

    // Not an overload of Equal: arrays of numbers turn into tensors by themselves.
    public static void Numbers(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = 1e-6, string? what = null)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }

    public static void Named(
        IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, values) in expected)
            Numbers(values, actual[name], tolerance, name);
    }

    public static double LargestDifference(Tensor a, Tensor b) =>
        Networks.Numbers(a).Zip(Networks.Numbers(b), (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
}
