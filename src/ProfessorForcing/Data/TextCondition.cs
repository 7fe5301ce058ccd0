using static TorchSharp.torch;

namespace ProfessorForcing.Data;

/// <summary>A text as condition x, one for each row of a minibatch.</summary>
/// <param name="Characters">Numbers of the characters c_1..c_U, from 0, padded with 0: int64 [N, U].</param>
/// <param name="Lengths">Characters of each row, 1 to U.</param>
public sealed record TextCondition(Tensor Characters, IReadOnlyList<int> Lengths)
{
    /// <summary>The texts of these rows and, after them, of others with equal padding.</summary>
    internal TextCondition Plus(TextCondition others) => new(cat([Characters, others.Characters]), [.. Lengths, .. others.Lengths]);

    /// <summary>The texts of the first rows: a view.</summary>
    /// <param name="rows">N of the result.</param>
    public TextCondition Take(int rows) => new(Characters.narrow(0, 0, rows), [.. Lengths.Take(rows)]);
}
