using static TorchSharp.torch;

namespace ProfessorForcing.Data.Text;

/// <summary>Sequences of symbols in managed memory, padded at the end with 0.</summary>
/// <param name="Elements">[N, T], row after row.</param>
/// <param name="Steps">T, the longest row's length.</param>
/// <param name="Lengths">The number of real elements of each of the N rows.</param>
public sealed record SymbolRows(long[] Elements, int Steps, int[] Lengths)
{
    /// <summary>The real elements of a row.</summary>
    public ReadOnlySpan<long> Row(int index) => Elements.AsSpan(index * Steps, Lengths[index]);

    /// <summary>The rows as a batch, its tensor int64 [N, T] in the current dispose scope.</summary>
    public SequenceBatch ToBatch() => new(tensor(Elements, [Lengths.Length, Steps]), Lengths);
}
