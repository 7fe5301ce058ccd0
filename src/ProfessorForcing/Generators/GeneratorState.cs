using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Where a generator stands in its sequences.</summary>
/// <param name="Layers">The recurrent layers' states.</param>
/// <param name="Previous">The element read next, y_{t−1}: int64 [N]; null before the first, where a zero embedding is read.</param>
/// <param name="Position">How many elements there have been.</param>
public sealed record GeneratorState(IReadOnlyList<LayerState> Layers, Tensor? Previous, int Position = 0)
{
    /// <summary>Every tensor of the state.</summary>
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
        }
    }

    /// <summary>The state with every tensor replaced.</summary>
    public GeneratorState Select(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Layers = [.. Layers.Select(layer => layer.Select(map))], Previous = Previous is null ? null : map(Previous) };
    }
}
