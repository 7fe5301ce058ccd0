using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>What a recurrent layer went through over a sequence.</summary>
/// <param name="Hidden">h_t after every step: [N, T, H].</param>
/// <param name="Candidate">
/// The candidate's pre-activation at every step, [N, T, H]: for a GRU
/// a_t = W_in x_t + b_in + r_t ⊙ (W_hn h_{t−1} + b_hn); for an LSTM the cell candidate's. Null where the layer does not show it.
/// </param>
/// <param name="Final">The state after the last step.</param>
public sealed record LayerTrace(Tensor Hidden, Tensor? Candidate, LayerState Final);
