using ProfessorForcing.Data;

namespace ProfessorForcing.Discriminators;

/// <summary>The shape of a behaviour sequence.</summary>
/// <param name="Width">Number of features F of one step.</param>
/// <param name="OutputWidth">How many of them, at the end, are output parameters; 0 if those are not shown.</param>
/// <param name="Plane">How the steps lie in the plane; null if they do not.</param>
public sealed record BehaviourShape(int Width, int OutputWidth, Plane? Plane = null);
