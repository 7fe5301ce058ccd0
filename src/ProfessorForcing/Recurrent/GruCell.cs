using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>
/// The gated recurrent unit in torch.nn's form:
/// r = σ(W_ir x + b_ir + W_hr h + b_hr), z likewise, a = W_in x + b_in + r ⊙ (W_hn h + b_hn),
/// h' = (1 − z) ⊙ tanh(a) + z ⊙ h. With layer normalisation LN(W_h h; γ_hh) stands in place of W_h h, where the statistics are those of
/// all three gates together: a = LN(W_i x; γ_ih)_n + b_in + r ⊙ (LN(W_h h; γ_hh)_n + b_hn).
/// </summary>
internal sealed class GruCell(int hiddenSize, LayerNormalization? normalization) : ICell
{
    public int Gates => 3;

    public LayerState ZeroState(int rows, Device device, ScalarType type) =>
        new(zeros(rows, hiddenSize, dtype: type, device: device), null);

    public (LayerState State, Tensor Candidate) Step(Tensor inputGates, LayerState state, Tensor weightHidden, Tensor biasHidden)
    {
        var hiddenGates = normalization is null
            ? addmm(biasHidden, state.Hidden, weightHidden, 1, 1)
            : normalization.OfHidden(state.Hidden.mm(weightHidden), biasHidden);                           // [N, 3·H]
        var resetUpdate = inputGates.narrow(1, 0, 2 * hiddenSize).Plus(hiddenGates.narrow(1, 0, 2 * hiddenSize)).sigmoid_();
        var reset = resetUpdate.narrow(1, 0, hiddenSize);                                                  // r: [N, H]
        var update = resetUpdate.narrow(1, hiddenSize, hiddenSize);                                        // z: [N, H]
        var candidate = inputGates.narrow(1, 2 * hiddenSize, hiddenSize)
            .PlusProduct(reset, hiddenGates.narrow(1, 2 * hiddenSize, hiddenSize));                        // a: [N, H]
        var hidden = lerp(candidate.tanh(), state.Hidden, update);                                         // h': [N, H]
        return (new LayerState(hidden, null), candidate);
    }
}
