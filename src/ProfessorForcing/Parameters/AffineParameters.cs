using ProfessorForcing.Kernels.Random;

using TorchSharp.Modules;

namespace ProfessorForcing.Parameters;

/// <summary>Weight [O, I, …] and bias [O] of an affine map or convolution, drawn from U(−1/√n, 1/√n) with n the inputs of an output, as torch.nn does.</summary>
internal sealed class AffineParameters
{
    /// <summary>Adds the parameters <c>NAME.weight</c> and <c>NAME.bias</c>.</summary>
    /// <param name="parameters">Receives them.</param>
    /// <param name="name">What they are called.</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="window">Height and width of a convolution's window; none for an affine map.</param>
    public AffineParameters(ParameterSet parameters, string name, int inputs, int outputs, RandomStream random, params long[] window)
    {
        var bound = 1 / Math.Sqrt(window.Aggregate((double)inputs, (product, size) => product * size));
        Weight = parameters.AddUniform($"{name}.weight", bound, random, [outputs, inputs, .. window]);
        Bias = parameters.AddUniform($"{name}.bias", bound, random, outputs);
    }

    public Parameter Weight { get; }

    public Parameter Bias { get; }
}
