using ProfessorForcing.Data;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>One text of symbols cut into sequences, the last of which may be shorter.</summary>
internal sealed class SymbolSequences(long[] text, int length, bool isContinuous = true) : ISequenceSet
{
    public int Count => (text.Length + length - 1) / length;

    public int SequenceLength => length;

    public long ElementCount => text.Length;

    public bool IsContinuous => isContinuous;

    /// <summary>Two neighbours are one.</summary>
    public int UnitOf(int index) => index / 2;

    /// <summary>Called at each reading.</summary>
    public Action? OnRead { get; init; }

    public SequenceBatch Read(ReadOnlySpan<int> indices, int most = 0)
    {
        OnRead?.Invoke();
        var rows = indices.ToArray().Select(index => text.Skip(index * length).Take(most == 0 ? length : most).ToArray()).ToArray();
        var lengths = rows.Select(row => row.Length).ToArray();
        var padded = rows.SelectMany(row => row.Concat(new long[lengths.Max() - row.Length])).ToArray();
        return new SequenceBatch(tensor(padded, rows.Length, lengths.Max()), lengths);
    }
}
