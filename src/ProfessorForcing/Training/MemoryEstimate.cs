namespace ProfessorForcing.Training;

/// <summary>Estimated memory of a training step in bytes (float32). What libtorch and the runtime need besides is not in it.</summary>
/// <param name="Parameters">The networks' parameters.</param>
/// <param name="Optimizer">Gradients and Adam's moments.</param>
/// <param name="Activations">What the largest number of passes that live at a time keep for the backward pass.</param>
public sealed record MemoryEstimate(double Parameters, double Optimizer, double Activations)
{
    /// <summary>The sum.</summary>
    public double Total => Parameters + Optimizer + Activations;
}
