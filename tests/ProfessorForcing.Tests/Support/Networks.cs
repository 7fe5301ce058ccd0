using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>Reading and changing the numbers of a network or optimiser.</summary>
internal static class Networks
{
    /// <summary>Every parameter's numbers, by name.</summary>
    public static SortedDictionary<string, double[]> Values(ParameterSet parameters) =>
        new(parameters.Names.Zip(parameters.Values).ToDictionary(pair => pair.First, pair => Numbers(pair.Second)), StringComparer.Ordinal);

    /// <summary>Every moment's numbers, by name, and the number of updates.</summary>
    public static SortedDictionary<string, double[]> Values(AdamOptimizer optimizer)
    {
        var values = new SortedDictionary<string, double[]>(StringComparer.Ordinal) { ["updates"] = [optimizer.Updates] };
        foreach (var (name, value) in optimizer.Moments)
            values.Add(name, Numbers(value));
        return values;
    }

    public static Parameter Find(ParameterSet parameters, string name) =>
        parameters.Values[parameters.Names.ToList().IndexOf(name)];

    public static double[] Numbers(Tensor value)
    {
        using var scope = NewDisposeScope();
        return value.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>Adds noise to the parameters whose name starts with a prefix.</summary>
    public static void Perturb(ParameterSet parameters, string prefix, RandomStream random, double size = 0.5)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, parameter) in parameters.Names.Zip(parameters.Values))
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var noise = Numbers(parameter).Select(_ => size * random.NextGaussian()).ToArray();
            parameter.add_(tensor(noise, parameter.shape, dtype: parameter.dtype));
        }
    }

    public static void Fill(Parameter parameter, double value)
    {
        using var noGradient = no_grad();
        parameter.fill_(value);
    }
}
