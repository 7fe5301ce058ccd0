using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What a recurrent layer went through, already computed; time-major.</summary>
/// <param name="Hidden">h_t: [T, N, H].</param>
/// <param name="Candidate">The candidate's pre-activation: [T, N, H]; null where it is neither shown nor kept.</param>
/// <param name="Cell">c_t of an LSTM: [T, N, H].</param>
/// <param name="Gates">What the way back needs besides: [T, N, G·H]; null where it computes it again.</param>
internal sealed record RecordedLayer(Tensor Hidden, Tensor? Candidate, Tensor? Cell, Tensor? Gates);
