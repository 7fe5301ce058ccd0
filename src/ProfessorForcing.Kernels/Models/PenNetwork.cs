using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Models;

/// <summary>
/// A generator of handwriting (Graves 2013, section 5): layers that read points and a soft window over a text, and a mixture of Gaussians. Its weights
/// are somewhere in memory and stay where they are.
/// </summary>
public sealed unsafe class PenNetwork
{
    /// <summary>
    /// α̂ counts as no more than this: α is at most 2, about the largest of a network that was trained by teacher forcing. What the window shows is read by the
    /// layer that moves it, and through α it can grow at each step, until all that is sampled is noise and gradients grow a millionfold.
    /// </summary>
    public const float LargestWindowWeight = 0.7f;

    /// <summary>
    /// β̂ and κ̂ count as no more than this. Characters are whole places apart, so a Gaussian that is sharper than e⁶ (a deviation of 0.035
    /// places) sees no more than one that is as sharp, but it has gradients that grow from step to step without limit.
    /// </summary>
    public const float LargestWindowNumber = 6;

    /// <summary>The window's raw numbers count as no less than this, which is nothing beside anything.</summary>
    public const float SmallestWindowNumber = -30;

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

    /// <summary>The length to which drawn moves are shortened.</summary>
    public required double LongestMove { get; init; }

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
