using static TorchSharp.torch;

namespace ProfessorForcing.Outputs;

/// <summary>The distribution P(y_t | …) over the next element, as a function of the P numbers that the generator puts out at each step.</summary>
public interface IOutputDistribution
{
    /// <summary>How many numbers P the generator puts out at each step.</summary>
    int ParameterCount { get; }

    /// <summary>How many uniform random numbers U one draw takes.</summary>
    int UniformsPerElement { get; }

    /// <summary>log P of given elements, in nats; of points of a pen the log of a density.</summary>
    /// <param name="parameters">[N, T, P].</param>
    /// <param name="elements">[N, T], or [N, T, 3] where elements are points of a pen.</param>
    /// <returns>[N, T].</returns>
    Tensor LogProbability(Tensor parameters, Tensor elements);

    /// <summary>Draws one element for each row.</summary>
    /// <param name="parameters">[N, P].</param>
    /// <param name="uniforms">Uniform numbers in [0, 1): [N, U].</param>
    /// <param name="options">How the distribution is sharpened or cut before the draw.</param>
    /// <returns>[N], or [N, 3] where elements are points of a pen, without gradient: a sampled value is a constant.</returns>
    Tensor Sample(Tensor parameters, Tensor uniforms, SamplingOptions options);

    /// <summary>The parameters as the discriminator sees them when behaviour includes <c>probabilities</c>.</summary>
    /// <param name="parameters">[N, T, P].</param>
    /// <returns>[N, T, P].</returns>
    Tensor Probabilities(Tensor parameters);
}
