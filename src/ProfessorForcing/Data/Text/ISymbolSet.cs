namespace ProfessorForcing.Data.Text;

/// <summary>Sequences of symbols that can be read without tensors.</summary>
public interface ISymbolSet : ISequenceSet
{
    /// <summary>As <see cref="ISequenceSet.Read"/>, in managed memory.</summary>
    /// <param name="indices">Which sequences, each 0 to <see cref="ISequenceSet.Count"/> − 1.</param>
    /// <param name="length">Most elements of a row; 0 means <see cref="ISequenceSet.SequenceLength"/>.</param>
    SymbolRows ReadRows(ReadOnlySpan<int> indices, int length = 0);
}
