using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>A recurrent layer of a generator at work.</summary>
public sealed unsafe class GenerationLayer
{
    /// <summary>
    /// The recurrence, and where what happens is kept. Its gates' inputs are a table, by the symbols that are read, in the lowest layer only;
    /// elsewhere they are written to as generation goes on.
    /// </summary>
    public required RecurrentPass Pass { get; init; }

    /// <summary>W_ih: [G·H, I]; missing where the gates' inputs are a table.</summary>
    public float* InputWeight { get; init; }

    /// <summary>How W_ih·x is normalised; missing for no normalisation, and where the gates' inputs are a table.</summary>
    public SumsNormalization? InputNormalization { get; init; }

    /// <summary>Width I of the layer's input.</summary>
    public int Inputs { get; init; }

    /// <summary>What each row's input is multiplied by, at every step alike (variational dropout): [N, I]; may be missing.</summary>
    public float* InputMask { get; init; }
}
