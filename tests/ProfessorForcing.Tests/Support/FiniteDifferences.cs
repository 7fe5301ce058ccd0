using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>Comparison of gradients with central differences of the functions, in double precision.</summary>
internal static class FiniteDifferences
{
    /// <summary>For each parameter, the derivatives of some functions in a random direction against those that their gradients give.</summary>
    public static void Check(ParameterSet parameters, Dictionary<string, double[]>[] gradients, Func<double[]> functions)
    {
        const double Step = 1e-5;
        var random = new RandomStream(1, "directions");
        var largest = new double[gradients.Length];
        foreach (var (name, parameter) in parameters.Names.Zip(parameters.Values))
        {
            var values = Networks.Numbers(parameter);
            var direction = values.Select(_ => random.NextGaussian()).ToArray();
            double[] At(double offset)
            {
                Set(parameter, [.. values.Zip(direction, (value, slope) => value + offset * slope)]);
                return functions();
            }
            var (above, below) = (At(Step), At(-Step));
            Set(parameter, values);
            for (var i = 0; i < gradients.Length; i++)
            {
                var difference = (above[i] - below[i]) / (2 * Step);
                var derivative = gradients[i][name].Zip(direction, (slope, component) => slope * component).Sum();
                largest[i] = Math.Max(largest[i], Math.Abs(difference));
                if (!(Math.Abs(difference - derivative) <= 1e-8 + 1e-6 * Math.Abs(difference)))
                    Assert.Fail($"function {i} along {name}: by differences {difference:R}, by its gradient {derivative:R}");
            }
        }
        Assert.All(largest, value => Assert.True(value > 1e-4, "a function does not depend on the parameters"));
    }

    private static void Set(Parameter parameter, double[] values)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        parameter.copy_(tensor(values, parameter.shape));
    }
}
