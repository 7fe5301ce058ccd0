using ProfessorForcing.Parameters;

using TorchSharp.Modules;

namespace ProfessorForcing.Recurrent;

/// <summary>The states of a stack of layers before the first element: zero, or learned.</summary>
internal sealed class InitialStates
{
    private readonly IReadOnlyList<RecurrentLayer> _layers;
    private readonly Parameter[] _hidden;
    private readonly Parameter[] _cell;

    /// <summary>Adds the parameters <c>initial_hidden_lI</c> and <c>initial_cell_lI</c> [H] if states are learned.</summary>
    public InitialStates(ParameterSet parameters, IReadOnlyList<RecurrentLayer> layers, bool isLearned)
    {
        _layers = layers;
        Parameter[] Add(string name, Func<RecurrentLayer, bool> has) => isLearned
            ? [.. layers.Index().Where(layer => has(layer.Item)).Select(layer => parameters.AddZero($"{name}_l{layer.Index}", layer.Item.HiddenSize))]
            : [];
        _hidden = Add("initial_hidden", _ => true);
        _cell = Add("initial_cell", layer => layer.Kind == CellKind.Lstm);
    }

    /// <summary>One state for each layer.</summary>
    /// <param name="rows">N.</param>
    public LayerState[] Of(int rows) =>
    [
        .. _layers.Select((layer, index) => Learned(index) is var (hidden, cell)
            ? new LayerState(hidden.expand(rows, -1), cell?.expand(rows, -1))
            : layer.ZeroState(rows)),
    ];

    /// <summary>What was learned for a layer: [H] each; null if states are zero.</summary>
    public (Parameter Hidden, Parameter? Cell)? Learned(int layer) =>
        _hidden.Length == 0 ? null : (_hidden[layer], _cell.Length == 0 ? null : _cell[layer]);
}
