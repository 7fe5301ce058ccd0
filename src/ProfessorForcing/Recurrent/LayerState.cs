using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>The state of one recurrent layer between steps.</summary>
/// <param name="Hidden">h: [N, H].</param>
/// <param name="Cell">c of an LSTM: [N, H]; null for a GRU.</param>
public sealed record LayerState(Tensor Hidden, Tensor? Cell)
{
    /// <summary>The state with every tensor replaced.</summary>
    public LayerState Select(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new LayerState(map(Hidden), Cell is null ? null : map(Cell));
    }
}
