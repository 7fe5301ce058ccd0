namespace ProfessorForcing.Data;

/// <summary>What one element y_t of a sequence is; decides how a generator reads it and which distribution it puts out.</summary>
public abstract record ElementSpace;

/// <summary>Elements are one of <paramref name="Count"/> symbols, numbered from 0.</summary>
/// <param name="Count">Size V of the alphabet or vocabulary.</param>
/// <param name="Positions">What a generator is told of each position besides; null for nothing.</param>
public sealed record SymbolSpace(int Count, PositionFeatures? Positions = null) : ElementSpace;

/// <summary>Elements are points of a pen's way: dx, dy up, and whether the pen is lifted after the point (1) or not (0). A text is the condition x.</summary>
/// <param name="Characters">How many different characters texts have.</param>
public sealed record PenSpace(int Characters) : ElementSpace;
