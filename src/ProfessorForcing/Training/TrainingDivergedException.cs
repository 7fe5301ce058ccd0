namespace ProfessorForcing.Training;

/// <summary>Training met too many losses or gradients that were not finite (exit code 1).</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
