using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation.Images;

/// <summary>
/// The Fréchet distance between two sets of features, each taken for a normal distribution (Dowson and Landau 1982; for images Heusel et al.
/// 2017, arXiv:1706.08500): ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½). It shrinks with the number of samples, so that only distances of equal
/// numbers can be compared.
/// </summary>
public static class FrechetDistance
{
    /// <summary>Between two sets.</summary>
    /// <param name="first">float64 [N₁, F], N₁ at least 2.</param>
    /// <param name="second">float64 [N₂, F], N₂ at least 2.</param>
    public static double Between(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var ((mean1, covariance1), (mean2, covariance2)) = (Moments(first), Moments(second));
        var root = Root(covariance1);                                                             // [F, F]
        // (Σ₁Σ₂)^½ has the trace of (Σ₁^½ Σ₂ Σ₁^½)^½, which is symmetric.
        var (values, _) = linalg.eigh(root.mm(covariance2).mm(root));
        var shift = mean1 - mean2;
        return Math.Max(0, shift.dot(shift).item<double>() + covariance1.trace().item<double>() + covariance2.trace().item<double>()
            - 2 * values.ClampedTo(0, double.MaxValue).sqrt().sum().item<double>());
    }

    private static (Tensor Mean, Tensor Covariance) Moments(Tensor features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features.shape[0], 2, nameof(features));
        var mean = features.mean([0]);
        var centred = features - mean;
        return (mean, centred.t().mm(centred).DividedBy(features.shape[0] - 1));
    }

    private static Tensor Root(Tensor covariance)
    {
        var (values, vectors) = linalg.eigh(covariance);
        return (vectors * values.ClampedTo(0, double.MaxValue).sqrt()).mm(vectors.t());
    }
}
