using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Text;

/// <summary>
/// A continuous text, cut into sequences that do not overlap and together cover it. The last one is shorter where
/// the length does not divide the text; it is kept even if it has one element only.
/// </summary>
public sealed class TextSet : ISymbolSet
{
    private readonly ReadOnlyMemory<int> _elements;

    /// <summary>Cuts a text.</summary>
    /// <param name="elements">Symbols of the whole text.</param>
    /// <param name="sequenceLength">Length T of a sequence.</param>
    /// <param name="name">What the text is called in an error.</param>
    /// <exception cref="InputDataException">The text is shorter than one sequence.</exception>
    public TextSet(ReadOnlyMemory<int> elements, int sequenceLength, string name = "the text")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (elements.Length < sequenceLength)
            throw new InputDataException($"{name} has {elements.Length:N0} elements, fewer than one sequence of data.sequence_length ({sequenceLength})");
        _elements = elements;
        SequenceLength = sequenceLength;
    }

    /// <inheritdoc/>
    public int Count => (_elements.Length - 1) / SequenceLength + 1;

    /// <inheritdoc/>
    public int SequenceLength { get; }

    /// <inheritdoc/>
    public long ElementCount => _elements.Length;

    /// <inheritdoc/>
    public bool IsContinuous => true;

    /// <inheritdoc/>
    public SequenceBatch Read(ReadOnlySpan<int> indices, int length = 0) => ReadRows(indices, length).ToBatch();

    /// <inheritdoc/>
    public SymbolRows ReadRows(ReadOnlySpan<int> indices, int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var most = length == 0 ? SequenceLength : length;
        var lengths = new int[indices.Length];
        for (var row = 0; row < indices.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[row], nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[row], Count, nameof(indices));
            lengths[row] = Math.Min(most, _elements.Length - indices[row] * SequenceLength);
        }
        var steps = lengths.Length == 0 ? 0 : lengths.Max();
        var elements = new long[indices.Length * steps]; // [N, T]
        for (var row = 0; row < indices.Length; row++)
        {
            var source = _elements.Span.Slice(indices[row] * SequenceLength, lengths[row]);
            for (var t = 0; t < source.Length; t++)
                elements[row * steps + t] = source[t];
        }
        return new(elements, steps, lengths);
    }
}
