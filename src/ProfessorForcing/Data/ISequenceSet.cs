namespace ProfessorForcing.Data;

/// <summary>One split of a data set: sequences to train on or to measure.</summary>
public interface ISequenceSet
{
    /// <summary>Number of sequences.</summary>
    int Count { get; }

    /// <summary>Length T of a full sequence, in elements; the last one of a text may be shorter.</summary>
    int SequenceLength { get; }

    /// <summary>Number of elements in all sequences.</summary>
    long ElementCount { get; }

    /// <summary>Whether sequence i + 1 goes on where sequence i ends, so that state can be carried from one to the next.</summary>
    bool IsContinuous { get; }

    /// <summary>
    /// Which independent unit a sequence is of: a standard error counts units, and sequences with the same number are one. Usually each is a unit of
    /// its own. So are the pieces of a text: it does not say where its documents begin, and each piece is read from the initial state.
    /// </summary>
    /// <param name="index">Which sequence, 0 to <see cref="Count"/> − 1.</param>
    int UnitOf(int index) => index;

    /// <summary>
    /// Reads sequences. With a <paramref name="length"/> each row has so many elements: it goes on into what follows its sequence in the data, as
    /// far as there is any; rows shorter than asked for are padded.
    /// </summary>
    /// <param name="indices">Which sequences, each 0 to <see cref="Count"/> − 1.</param>
    /// <param name="length">Most elements of a row; 0: the sequences themselves.</param>
    /// <returns>A batch whose T is the longest row's length; its tensor belongs to the current dispose scope.</returns>
    SequenceBatch Read(ReadOnlySpan<int> indices, int length = 0);
}
