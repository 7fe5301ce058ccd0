using ProfessorForcing.Kernels.Matrices;

namespace ProfessorForcing.Kernels.Outputs;

/// <summary>
/// log P of a symbol at each of M steps, P = softmax(h·Wᵀ + b), and its gradients; M steps, H units, V symbols. The logits of some
/// steps at a time are made and let go of again, so there is never an array of M·V numbers.
/// </summary>
public sealed unsafe class SoftmaxPass
{
    /// <summary>h: [M, H], without gaps.</summary>
    public required Matrix Hidden { get; init; }

    /// <summary>W: [V, H], without gaps.</summary>
    public required Matrix Weight { get; init; }

    /// <summary>b: [V].</summary>
    public required float* Bias { get; init; }

    /// <summary>The symbol at each step: [M].</summary>
    public required long* Targets { get; init; }

    /// <summary>log Σ exp of the logits at each step: [M]. Written forward, read backward.</summary>
    public required float* LogSums { get; init; }

    /// <summary>Receives log P of the symbol, in nats: [M].</summary>
    public float* LogProbability { get; init; }

    /// <summary>∂L/∂log P: [M].</summary>
    public float* Upstream { get; init; }

    /// <summary>Receives ∂L/∂h: [M, H]; may be missing.</summary>
    public float* HiddenGradient { get; init; }

    /// <summary>Receives ∂L/∂W: [V, H].</summary>
    public float* WeightGradient { get; init; }

    /// <summary>Receives ∂L/∂b: [V].</summary>
    public float* BiasGradient { get; init; }
}
