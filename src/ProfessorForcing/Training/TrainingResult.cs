namespace ProfessorForcing.Training;

/// <summary>How training ended. A checkpoint of the last step has been saved.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Step">Steps done.</param>
/// <param name="BestNll">Best validation NLL in nats per element; null if there was no validation.</param>
/// <param name="BestStep">The step it was measured at.</param>
/// <param name="Seconds">Time spent, over all parts of the run.</param>
public sealed record TrainingResult(StopReason Reason, long Step, double? BestNll, long BestStep, double Seconds);
