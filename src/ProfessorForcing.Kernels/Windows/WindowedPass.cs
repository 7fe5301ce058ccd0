using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Windows;

/// <summary>
/// A recurrent layer over a sequence that reads at each step, besides what is known beforehand, what its own soft window over a text showed one step
/// ago (Graves 2013, section 5.1), and where everything about it lies: T steps of N rows, H units, K Gaussians, C characters, texts of at most U.
/// Arrays over the sequence are time-major.
/// </summary>
public sealed unsafe class WindowedPass
{
    /// <summary>
    /// The layer: forwards in time, without normalisation, with a place of its own for W_ih·x at every step (<see cref="RecurrentPass.InputGates"/>), which is
    /// written here. On the way back it needs <see cref="RecurrentPass.HiddenGradient"/>, to which the window's part is added.
    /// </summary>
    public required RecurrentPass Layer { get; init; }

    /// <summary>W_ih: [G·H, I]. The last C columns are for the window.</summary>
    public required float* InputWeight { get; init; }

    /// <summary>I.</summary>
    public required int Inputs { get; init; }

    /// <summary>x: [T, N, I]. The last C numbers of the first step are what the window showed before; those of later steps are written.</summary>
    public required float* Input { get; init; }

    /// <summary>C.</summary>
    public required int Characters { get; init; }

    /// <summary>K.</summary>
    public required int Components { get; init; }

    /// <summary>The window's W: [3·K, H]; its raw numbers are bounded (<see cref="PenNetwork.LargestWindowWeight"/>).</summary>
    public required float* WindowWeight { get; init; }

    /// <summary>The window's b: [3·K].</summary>
    public required float* WindowBias { get; init; }

    /// <summary>Texts, as numbers of characters: [N, U].</summary>
    public required long* Text { get; init; }

    /// <summary>Characters of each row's text.</summary>
    public required IReadOnlyList<int> TextLengths { get; init; }

    /// <summary>U.</summary>
    public required int TextWidth { get; init; }

    /// <summary>κ before the first step: [N, K]. Needed forward only.</summary>
    public float* InitialPlace { get; init; }

    /// <summary>Receives α, β and the steps forward: [T, N, 3·K].</summary>
    public required float* Numbers { get; init; }

    /// <summary>Receives κ: [T, N, K].</summary>
    public required float* Place { get; init; }

    /// <summary>Receives φ: [T, N, U + 1]. Needed forward only.</summary>
    public float* Weights { get; init; }

    /// <summary>Receives w: [T, N, C]. Needed forward only.</summary>
    public float* Read { get; init; }

    /// <summary>∂L/∂φ from outside: [T, N, U + 1]; may be missing.</summary>
    public float* WeightsGradient { get; init; }

    /// <summary>∂L/∂w from outside: [T, N, C]; may be missing.</summary>
    public float* ReadGradient { get; init; }

    /// <summary>Receives ∂L/∂(α̂, β̂, κ̂), of W·h + b: [T, N, 3·K]. Needed backward.</summary>
    public float* RawGradient { get; init; }
}
