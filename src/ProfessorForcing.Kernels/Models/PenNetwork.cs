using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Models;

/// <summary>
/// A generator of handwriting (Graves 2013, section 5): layers that read points and a soft window over a text, and a mixture of Gaussians. Its weights
/// are somewhere in memory and stay where they are.
/// </summary>
public sealed unsafe class PenNetwork
{
    /// <summary>The window's raw numbers count as within ± this: beyond it exp overflows single precision, and no window that shows anything is near it.</summary>
    public const float LargestWindowNumber = 30;

    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Units H of each layer.</summary>
    public required int Units { get; init; }

    /// <summary>Characters C of texts.</summary>
    public required int Characters { get; init; }

    /// <summary>Gaussians K of the window.</summary>
    public required int WindowComponents { get; init; }

    /// <summary>Gaussians M of the mixture.</summary>
    public required int Mixtures { get; init; }

    /// <summary>The recurrent layers, from the lowest; the lowest reads point and window, 3 + C numbers, the others 3 + H + C.</summary>
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>[3·K, H].</summary>
    public required float* WindowWeight { get; init; }

    /// <summary>[3·K].</summary>
    public required float* WindowBias { get; init; }

    /// <summary>[1 + 6·M, L·H].</summary>
    public required float* OutputWeight { get; init; }

    /// <summary>[1 + 6·M].</summary>
    public required float* OutputBias { get; init; }
}
