namespace ProfessorForcing.Discriminators;

/// <summary>The shape of one step of a behaviour sequence.</summary>
/// <param name="Width">Number of features F.</param>
/// <param name="OutputWidth">How many of them, at the end, are output parameters; 0 if those are not shown.</param>
public sealed record BehaviourShape(int Width, int OutputWidth);
