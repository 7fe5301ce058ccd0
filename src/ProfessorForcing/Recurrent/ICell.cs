using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>The arithmetic of one step of a recurrence, on torch operations.</summary>
internal interface ICell
{
    /// <summary>Number of gates G; weights have G·H rows.</summary>
    int Gates { get; }

    /// <summary>The all-zero state of N rows.</summary>
    LayerState ZeroState(int rows, Device device, ScalarType type);

    /// <summary>One step.</summary>
    /// <param name="inputGates">W_ih x_t + b_ih, normalised if the layer is: [N, G·H].</param>
    /// <param name="state">The state before.</param>
    /// <param name="weightHidden">W_hh transposed: [H, G·H].</param>
    /// <param name="biasHidden">b_hh: [G·H].</param>
    /// <returns>The state after, and the candidate's pre-activation [N, H].</returns>
    (LayerState State, Tensor Candidate) Step(Tensor inputGates, LayerState state, Tensor weightHidden, Tensor biasHidden);
}
