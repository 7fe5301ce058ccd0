using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What is kept of normalised sums, or of a normalised c with G = 1, for the way back; time-major.</summary>
/// <param name="Values">x̂, normalised, before their gains: [T, N, G·H].</param>
/// <param name="Scales">1 / √(variance + ε): [T, N].</param>
internal sealed unsafe record NormalizedSums(Tensor Values, Tensor Scales)
{
    /// <summary>Room for sums.</summary>
    public static NormalizedSums Empty(long steps, long rows, long width) =>
        new(empty(steps, rows, width, dtype: ScalarType.Float32), empty(steps, rows, dtype: ScalarType.Float32));

    /// <summary>How sums are normalised and where it lies, for the kernels; null for no normalisation.</summary>
    /// <param name="gains">γ: [G·H]; null for no normalisation.</param>
    /// <param name="kept">What is kept; null where no backward pass follows.</param>
    /// <param name="sumGradient">Receives the gradient of the sums, [T, N, G·H]; on the way back of the recurrence only.</param>
    public static SumsNormalization? Place(float* gains, NormalizedSums? kept, Tensor? sumGradient = null) => gains == null ? null : new()
    {
        Gains = gains,
        Normalized = TensorMemory.FloatsOrNull(kept?.Values),
        Scales = TensorMemory.FloatsOrNull(kept?.Scales),
        SumGradient = TensorMemory.FloatsOrNull(sumGradient),
    };

    /// <summary>The gradient of some of the gains, from that of γ ⊙ x̂.</summary>
    /// <param name="gradient">[T·N, n].</param>
    /// <param name="first">The first of the gains.</param>
    /// <param name="target">Receives n numbers.</param>
    /// <param name="factors">What each row's share is multiplied by; null for ones.</param>
    public void ToGain(Matrix gradient, int first, float* target, float* factors) =>
        MatrixMath.SumColumnProducts(gradient, TensorMemory.Rows(Values).ColumnsFrom(first, gradient.Columns), target, factors);
}
