using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// What a recurrent layer went through; all but h_t for each direction. For the way back that is h_t, the candidate, and three numbers a unit
/// and step, which lie where the gates' inputs lay, and of a normalised layer the normalised numbers. Where gates are recomputed it is the
/// states only, and the statistics of what is normalised.
/// </summary>
/// <param name="Hidden">h_t, the directions' side by side: [T, N, D·H].</param>
/// <param name="Candidates">The candidates' pre-activations, [T, N, H]; none where they are neither shown nor kept.</param>
/// <param name="Cells">c_t of an LSTM: [T, N, H].</param>
/// <param name="Gates">What the way back needs besides, [T, N, G·H]; none where it computes it again.</param>
/// <param name="Normalized">And what with layer normalisation.</param>
internal sealed record RecurrentHistory(Tensor Hidden, Tensor[] Candidates, Tensor[] Cells, Tensor[] Gates, NormalizedLayer[] Normalized)
{
    /// <summary>Whether gates were kept.</summary>
    public bool HasGates => Gates.Length > 0;

    /// <summary>All of it.</summary>
    public IEnumerable<Tensor> Tensors => [Hidden, .. Candidates, .. Cells, .. Gates, .. Normalized.SelectMany(layer => layer.Tensors)];

    /// <summary>That of a single direction, known already.</summary>
    public static RecurrentHistory Of(RecordedLayer recorded)
    {
        Tensor[] Given(Tensor? value) => value is null ? [] : [value];
        return new(recorded.Hidden, Given(recorded.Candidate), Given(recorded.Cell), Given(recorded.Gates), recorded.Normalized is { } normalized ? [normalized] : []);
    }

    /// <summary>What the way back reads of it: outputs belong to the graph, and if that were kept it would keep itself alive.</summary>
    public RecurrentHistory ForTheWayBack() => this with
    {
        Hidden = Hidden.detach(),
        Candidates = HasGates ? [.. Candidates.Select(value => value.detach())] : [],
        Cells = [.. Cells.Select(value => value.detach())],
    };
}
