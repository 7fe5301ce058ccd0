namespace ProfessorForcing.Training;

/// <summary>The arithmetic of one pass of a training step.</summary>
/// <param name="Pass">What the pass does.</param>
/// <param name="Flops">
/// Floating-point operations of its matrix products in one training step, with both gates open; those of the adversarial
/// part on average over all steps (<c>professor.every</c>).
/// </param>
/// <param name="Occasion">In which steps it is done.</param>
public sealed record PassCost(string Pass, double Flops, PassOccasion Occasion = PassOccasion.Always);
