namespace ProfessorForcing.Kernels.Normalization;

/// <summary>
/// That sums W·x or W·h are normalised, row by row over all gates of a layer, and where what comes of it lies; N rows, T steps, H units,
/// G gates. The same for an LSTM's c, where G is 1. A pointer that may be missing is null then.
/// </summary>
public sealed unsafe class SumsNormalization
{
    /// <summary>γ: [G·H].</summary>
    public required float* Gains { get; init; }

    /// <summary>Receives x̂, the normalised sums before their gains: [T, N, G·H]. Missing where no backward pass follows.</summary>
    public float* Normalized { get; init; }

    /// <summary>Receives each row's mean, or has it where states are known: [T, N]. Missing where nothing is computed again.</summary>
    public float* Means { get; init; }

    /// <summary>Receives s = 1 / √(variance + ε), or has it where states are known: [T, N]. Missing where no backward pass follows.</summary>
    public float* Scales { get; init; }

    /// <summary>Receives the gradient of the sums themselves: [T, N, G·H]. Needed backward only, and not of c.</summary>
    public float* SumGradient { get; init; }
}
