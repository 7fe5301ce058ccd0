namespace ProfessorForcing.Autograd;

/// <summary>One use of a <see cref="LinearFunction"/>.</summary>
/// <param name="Rows">Rows N of a time-major input [T·N, I].</param>
/// <param name="RowWeights">Of rows in the weights' gradients; null for ones.</param>
internal sealed record LinearCall(long Rows, RowWeights? RowWeights);
