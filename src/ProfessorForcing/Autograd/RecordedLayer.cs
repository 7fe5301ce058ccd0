using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What a recurrent layer went through, already computed; time-major.</summary>
/// <param name="Hidden">h_t: [T, N, H].</param>
/// <param name="Candidate">The candidate's pre-activation: [T, N, H]; null where it is neither shown nor kept.</param>
/// <param name="Cell">c_t of an LSTM: [T, N, H].</param>
/// <param name="Gates">What the way back needs besides: [T, N, G·H]; null where it computes it again.</param>
/// <param name="Normalized">And what with layer normalisation.</param>
internal sealed record RecordedLayer(Tensor Hidden, Tensor? Candidate, Tensor? Cell, Tensor? Gates, NormalizedLayer? Normalized)
{
    /// <summary>All of it.</summary>
    public IEnumerable<Tensor> Tensors => [.. new[] { Hidden, Candidate, Cell, Gates }.OfType<Tensor>(), .. Normalized?.Tensors ?? []];
}
