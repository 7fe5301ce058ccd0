namespace ProfessorForcing.Data;

/// <summary>Elements are one of <paramref name="Count"/> symbols, numbered from 0.</summary>
/// <param name="Count">Size V of the alphabet or vocabulary.</param>
/// <param name="Positions">What a generator is told of each position besides; null for nothing.</param>
public sealed record SymbolSpace(int Count, PositionFeatures? Positions = null) : ElementSpace
{
    /// <inheritdoc/>
    public override int ConditionWidth => Positions?.Width ?? 0;

    /// <inheritdoc/>
    public override int ReadWidth(int embedding) => embedding;
}
