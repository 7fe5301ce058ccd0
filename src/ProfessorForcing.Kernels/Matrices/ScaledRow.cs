using System.Numerics;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>Rows of numbers.</summary>
internal static class ScaledRow
{
    /// <summary>Numbers of a cache line: pieces of a row that are as long are written by one worker only.</summary>
    public const int Tile = 16;

    /// <summary>target += scale · row.</summary>
    public static void Add(ReadOnlySpan<float> row, float scale, Span<float> target)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(row[i..]) * scale).CopyTo(target[i..]);
        for (; i < row.Length; i++)
            target[i] += row[i] * scale;
    }

    /// <summary>target += scale · row ⊙ other.</summary>
    public static void AddProduct(ReadOnlySpan<float> row, ReadOnlySpan<float> other, float scale, Span<float> target)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(row[i..]) * new Vector<float>(other[i..]) * scale).CopyTo(target[i..]);
        for (; i < row.Length; i++)
            target[i] += row[i] * other[i] * scale;
    }
}
