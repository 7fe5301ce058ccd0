using System.Globalization;

using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// Independent draws from the <see cref="OracleLanguage"/>, each from the start state and each from a random stream of
/// its own (<c>train/17</c>): a longer read goes on in the same draw. Nothing is stored.
/// </summary>
/// <param name="seed">The corpus' seed.</param>
/// <param name="name">Name of the split; begins the names of its streams.</param>
/// <param name="count">Number of sequences.</param>
/// <param name="sequenceLength">Length T of each.</param>
public sealed class OracleSet(ulong seed, string name, int count, int sequenceLength) : ISymbolSet
{
    /// <inheritdoc/>
    public int Count { get; } = count;

    /// <inheritdoc/>
    public int SequenceLength { get; } = sequenceLength;

    /// <inheritdoc/>
    public long ElementCount => (long)Count * SequenceLength;

    /// <inheritdoc/>
    public bool IsContinuous => false;

    /// <inheritdoc/>
    public SequenceBatch Read(ReadOnlySpan<int> indices, int length = 0) => ReadRows(indices, length).ToBatch();

    /// <inheritdoc/>
    public SymbolRows ReadRows(ReadOnlySpan<int> indices, int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var steps = length == 0 ? SequenceLength : length;
        var elements = new long[indices.Length * steps]; // [N, T]
        for (var row = 0; row < indices.Length; row++)
        {
            var index = indices[row];
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count, nameof(indices));
            var random = new RandomStream(seed, string.Create(CultureInfo.InvariantCulture, $"{name}/{index}"));
            OracleLanguage.Instance.Generate(random, elements.AsSpan(row * steps, steps));
        }
        var lengths = new int[indices.Length];
        Array.Fill(lengths, steps);
        return new(elements, steps, lengths);
    }
}
