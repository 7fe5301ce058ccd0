namespace ProfessorForcing.Training;

/// <summary>The arithmetic of one pass of a training step.</summary>
/// <param name="Pass">What the pass does.</param>
/// <param name="Flops">Floating-point operations of its matrix products in one training step.</param>
public sealed record PassCost(string Pass, double Flops);
