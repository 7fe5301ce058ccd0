using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Where a generator stands in its sequences.</summary>
/// <param name="Layers">The recurrent layers' states.</param>
/// <param name="Previous">The element read next, y_{t−1}: int64 [N], points [N, 3]; null before the first symbol, where a zero embedding is read.</param>
/// <param name="Position">How many elements there have been.</param>
public sealed record GeneratorState(IReadOnlyList<LayerState> Layers, Tensor? Previous, int Position = 0)
{
    /// <summary>Where the window over the text stands; null where there is no text.</summary>
    public WindowState? Window { get; init; }

    /// <summary>Every tensor of the state but the text, which is the same at all steps.</summary>
    public IEnumerable<Tensor> Tensors
    {
        get
        {
            foreach (var layer in Layers)
            {
                yield return layer.Hidden;
                if (layer.Cell is not null)
                    yield return layer.Cell;
            }
            if (Previous is not null)
                yield return Previous;
            foreach (var value in Window?.Tensors ?? [])
                yield return value;
        }
    }

    /// <summary>One state of rows that are taken from several.</summary>
    /// <param name="states">The states, of equally many rows.</param>
    /// <param name="places">For each row of the result, which state and which of its rows.</param>
    /// <exception cref="ArgumentException">Some states come before the first symbol, and others do not.</exception>
    internal static GeneratorState Gather(IReadOnlyList<GeneratorState> states, IReadOnlyList<(int State, int Row)> places)
    {
        var first = states[0];
        if (states.Any(state => state.Previous is null != first.Previous is null))
            throw new ArgumentException("Some of the states come before the first symbol.", nameof(states));
        var rows = first.Layers[0].Hidden.shape[0];
        var all = states.Select(state => state.Tensors.ToArray()).ToArray();
        using var index = tensor(places.Select(place => place.State * rows + place.Row).ToArray(), device: first.Layers[0].Hidden.device);
        var next = 0;
        var gathered = first.Select(_ =>
        {
            var i = next++;
            using var joined = cat([.. all.Select(values => values[i])]);
            return joined.index_select(0, index);
        });
        return gathered with { Window = gathered.Window?.WithTextOf([.. places.Select(place => place.Row)]) };
    }

    /// <summary>The state with every tensor of <see cref="Tensors"/> replaced.</summary>
    public GeneratorState Select(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Layers = [.. Layers.Select(layer => layer.Select(map))], Previous = Previous is null ? null : map(Previous), Window = Window?.Select(map) };
    }
}
