namespace ProfessorForcing.Data;

/// <summary>What a generator is told of the position of each element, besides the element before: a condition x that is the same for all sequences.</summary>
/// <param name="Width">Features C of a position.</param>
/// <param name="Values">[T, C], position after position.</param>
public sealed record PositionFeatures(int Width, float[] Values)
{
    /// <summary>Number of positions T; no sequence is longer.</summary>
    public int Count => Values.Length / Width;
}
