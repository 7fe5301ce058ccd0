namespace ProfessorForcing.Kernels.Models;

/// <summary>What a network reads of the position of each element, besides the element before: C numbers, the same for all sequences.</summary>
public sealed unsafe class Positions
{
    /// <summary>Number of positions T; no sequence is longer.</summary>
    public required int Count { get; init; }

    /// <summary>Numbers C of each.</summary>
    public required int Width { get; init; }

    /// <summary>[T, C], somewhere in memory where it stays.</summary>
    public required float* Values { get; init; }
}
