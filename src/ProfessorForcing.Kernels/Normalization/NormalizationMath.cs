using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Normalization;

/// <summary>
/// Layer normalisation (Ba et al. 2016) of the rows of a matrix, on all threads of the kernels: x̂ = (x − mean) · s with s = 1 / √(variance + ε),
/// then γ ⊙ x̂. Offsets are added elsewhere.
/// </summary>
public static class NormalizationMath
{
    /// <summary>ε: what is added to the variance.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>x ← γ ⊙ x̂ in every row.</summary>
    /// <param name="rows">x: [T·N, G·H].</param>
    /// <param name="normalization">γ, and where x̂ and s are kept.</param>
    public static void Forward(Matrix rows, SumsNormalization normalization) =>
        WorkerTeam.Shared.Run(new NormalizedRows(rows, normalization, 0, isBackward: false));

    /// <summary>In every row, from ∂L/∂(γ ⊙ x̂) to ∂L/∂x, in place.</summary>
    /// <param name="rows">The gradient: [T·N, G·H].</param>
    /// <param name="normalization">γ, x̂ and s.</param>
    public static void Backward(Matrix rows, SumsNormalization normalization) =>
        WorkerTeam.Shared.Run(new NormalizedRows(rows, normalization, 0, isBackward: true));
}
