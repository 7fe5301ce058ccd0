using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What is kept of normalised sums, or of a normalised c with G = 1, for the way back; time-major.</summary>
/// <param name="Values">x̂, normalised, before their gains: [T, N, G·H]; null where they are computed again.</param>
/// <param name="Means">Each row's mean, [T, N]; null where it is not needed for that.</param>
/// <param name="Scales">1 / √(variance + ε): [T, N].</param>
internal sealed unsafe record NormalizedSums(Tensor? Values, Tensor? Means, Tensor Scales)
{
    /// <summary>All of it.</summary>
    public IEnumerable<Tensor> Tensors => new[] { Values, Means, Scales }.OfType<Tensor>();

    /// <summary>Room for normalised sums.</summary>
    public static NormalizedSums Empty(long steps, long rows, long width) =>
        new(TensorMemory.Empty(steps, rows, width), null, TensorMemory.Empty(steps, rows));

    /// <summary>Room for statistics only.</summary>
    public static NormalizedSums Statistics(long steps, long rows) => new(null, TensorMemory.Empty(steps, rows), TensorMemory.Empty(steps, rows));

    /// <summary>How sums are normalised and where it lies, for the kernels; null for no normalisation.</summary>
    /// <param name="gains">γ: [G·H]; null for no normalisation.</param>
    /// <param name="kept">What is kept; null where no backward pass follows.</param>
    /// <param name="sumGradient">Receives the gradient of the sums, [T, N, G·H]; on the way back of the recurrence only.</param>
    public static SumsNormalization? Place(float* gains, NormalizedSums? kept, Tensor? sumGradient = null) => gains == null ? null : new()
    {
        Gains = gains,
        Normalized = TensorMemory.FloatsOrNull(kept?.Values),
        Means = TensorMemory.FloatsOrNull(kept?.Means),
        Scales = TensorMemory.FloatsOrNull(kept?.Scales),
        SumGradient = TensorMemory.FloatsOrNull(sumGradient),
    };

    /// <summary>Some steps of it.</summary>
    /// <param name="first">The earliest.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Where the steps' normalised numbers are to lie that are computed again; null if none are.</param>
    public NormalizedSums Part(int first, int count, NormalizedSums? room = null) =>
        new(room?.Values ?? Values?.narrow(0, first, count), Means?.narrow(0, first, count), Scales.narrow(0, first, count));

    /// <summary>Adds to the gradient of some of the gains what comes from that of γ ⊙ x̂.</summary>
    /// <param name="gradient">[M, n], of the first M rows.</param>
    /// <param name="first">The first of the gains.</param>
    /// <param name="target">The gradient of all gains.</param>
    /// <param name="factors">What each row's share is multiplied by; null for ones.</param>
    public void AddToGain(Matrix gradient, int first, Tensor target, float* factors)
    {
        var values = TensorMemory.Rows(Values!).RowsFrom(0, gradient.Rows).ColumnsFrom(first, gradient.Columns);
        MatrixMath.SumColumnProducts(gradient, values, TensorMemory.Floats(target) + first, factors, accumulate: true);
    }
}
