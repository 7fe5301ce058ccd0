namespace ProfessorForcing.Kernels.Models;

/// <summary>The weights of a recurrent layer of a network, somewhere in memory; G gates, H units, I inputs.</summary>
public sealed unsafe class LayerWeights
{
    /// <summary>Inputs I.</summary>
    public required int Inputs { get; init; }

    /// <summary>W_ih: [G·H, I].</summary>
    public required float* InputWeight { get; init; }

    /// <summary>W_hh: [G·H, H].</summary>
    public required float* HiddenWeight { get; init; }

    /// <summary>b_ih: [G·H].</summary>
    public required float* InputBias { get; init; }

    /// <summary>b_hh: [G·H].</summary>
    public required float* HiddenBias { get; init; }

    /// <summary>γ_ih, by which the normalised W_ih·x is multiplied: [G·H]; null for no normalisation.</summary>
    public float* InputGain { get; init; }

    /// <summary>γ_hh, likewise of W_hh·h: [G·H].</summary>
    public float* HiddenGain { get; init; }

    /// <summary>γ_c, by which an LSTM's normalised c is multiplied on its way to h: [H]; null for no normalisation.</summary>
    public float* CellGain { get; init; }

    /// <summary>b_c, what is added to it: [H].</summary>
    public float* CellBias { get; init; }

    /// <summary>h before the first step: [H]; null for zero.</summary>
    public float* InitialHidden { get; init; }

    /// <summary>c before the first step (LSTM): [H]; null for zero.</summary>
    public float* InitialCell { get; init; }
}
