using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>
/// The long short-term memory in torch.nn's form: i, f, o = σ(W x + b + W_h h + b_h), a = the same for the cell
/// candidate, c' = f ⊙ c + i ⊙ tanh(a), h' = o ⊙ tanh(c'). With layer normalisation LN(W_h h; γ_hh) stands in place of W_h h, where the
/// statistics are those of all four gates together, and h' = o ⊙ tanh(LN(c'; γ_c) + b_c); what is carried on is c' itself.
/// </summary>
internal sealed class LstmCell(int hiddenSize, LayerNormalization? normalization) : ICell
{
    public int Gates => 4;

    public LayerState ZeroState(int rows, Device device, ScalarType type) =>
        new(zeros(rows, hiddenSize, dtype: type, device: device), zeros(rows, hiddenSize, dtype: type, device: device));

    public (LayerState State, Tensor Candidate) Step(Tensor inputGates, LayerState state, Tensor weightHidden, Tensor biasHidden)
    {
        var gates = normalization is null
            ? addmm(inputGates.Plus(biasHidden), state.Hidden, weightHidden, 1, 1)
            : inputGates.Plus(normalization.OfHidden(state.Hidden.mm(weightHidden), biasHidden));          // [N, 4·H]
        var inputForget = gates.narrow(1, 0, 2 * hiddenSize).sigmoid();
        var input = inputForget.narrow(1, 0, hiddenSize);                                                  // i: [N, H]
        var forget = inputForget.narrow(1, hiddenSize, hiddenSize);                                        // f: [N, H]
        var candidate = gates.narrow(1, 2 * hiddenSize, hiddenSize);                                       // a: [N, H]
        var output = gates.narrow(1, 3 * hiddenSize, hiddenSize).sigmoid();                                // o: [N, H]
        var cell = (forget * state.Cell!).PlusProduct(input, candidate.tanh());                           // c': [N, H]
        var shown = normalization is null ? cell : normalization.OfCell(cell);                             // [N, H]
        return (new LayerState(output * shown.tanh(), cell), candidate);
    }
}
