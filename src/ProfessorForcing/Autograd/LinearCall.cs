using ProfessorForcing.Discriminators;

namespace ProfessorForcing.Autograd;

/// <summary>One use of a <see cref="LinearFunction"/>.</summary>
/// <param name="Rows">Rows N of a time-major input [T·N, I].</param>
/// <param name="Plan">Which gradients are wanted; null for all, with every row counting alike.</param>
/// <param name="ReadsBehaviour">Whether the input is the behaviour that the plan is about.</param>
internal sealed record LinearCall(int Rows, BackwardPlan? Plan, bool ReadsBehaviour);
