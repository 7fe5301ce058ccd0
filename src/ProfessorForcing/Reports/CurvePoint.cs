using ProfessorForcing.Data;

namespace ProfessorForcing.Reports;

/// <summary>A likelihood measured while training.</summary>
/// <param name="Step">Training steps done.</param>
/// <param name="Seconds">Time spent by then, validation and saving included.</param>
/// <param name="Value">In the unit of its curve (<see cref="LikelihoodUnit"/>).</param>
public readonly record struct CurvePoint(long Step, double Seconds, double Value);
