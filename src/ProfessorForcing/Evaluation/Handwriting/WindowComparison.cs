namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// How a window went over texts while they were written, beside how it goes over the texts of real lines while their strokes are read. In these
/// everything was written once: what is found there is a fault of the window or of the measure.
/// </summary>
/// <param name="Samples">Over samples.</param>
/// <param name="RealLines">Over as many real lines.</param>
public sealed record WindowComparison(WindowReport Samples, WindowReport RealLines);
