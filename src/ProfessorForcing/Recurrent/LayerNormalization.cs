using ProfessorForcing.Kernels.Normalization;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>
/// What layer normalisation (Ba et al. 2016) adds to a recurrent layer: LN(v; γ) = γ ⊙ (v − mean(v)) / √(var(v) + ε) over a whole row v,
/// to which the biases are added as its offsets.
/// </summary>
/// <param name="InputGain">γ_ih, of W_ih·x: [G·H].</param>
/// <param name="HiddenGain">γ_hh, of W_hh·h: [G·H].</param>
/// <param name="CellGain">γ_c, of an LSTM's c on its way to h: [H].</param>
/// <param name="CellBias">b_c, the offset there: [H].</param>
internal sealed record LayerNormalization(Parameter InputGain, Parameter HiddenGain, Parameter? CellGain, Parameter? CellBias)
{
    /// <summary>LN(W_ih·x; γ_ih) + b_ih.</summary>
    public Tensor OfInput(Tensor sums, Tensor bias) => Of(sums, InputGain, bias);

    /// <summary>LN(W_hh·h; γ_hh) + b_hh.</summary>
    public Tensor OfHidden(Tensor sums, Tensor bias) => Of(sums, HiddenGain, bias);

    /// <summary>LN(c; γ_c) + b_c.</summary>
    public Tensor OfCell(Tensor cell) => Of(cell, CellGain!, CellBias!);

    private static Tensor Of(Tensor values, Tensor gain, Tensor bias) =>
        nn.functional.layer_norm(values, [values.shape[^1]], gain, bias, NormalizationMath.Epsilon);
}
