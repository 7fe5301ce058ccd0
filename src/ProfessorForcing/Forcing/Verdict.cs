using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>What the discriminator said of both halves of a minibatch, before any update.</summary>
/// <param name="Teacher">ℓ of the teacher-forced rows: [N].</param>
/// <param name="TeacherWeights">Their weights: [N].</param>
/// <param name="Free">ℓ of the free-running rows: [M].</param>
/// <param name="FreeWeights">Their weights: [M].</param>
/// <param name="Clip">Bound of the clipped logit c.</param>
public sealed record Verdict(Tensor Teacher, Tensor TeacherWeights, Tensor Free, Tensor FreeWeights, double Clip)
{
    /// <summary>
    /// Mean of the two halves' accuracies at threshold D = ½; a logit of exactly 0 counts half. Not a number if any logit
    /// is not one.
    /// </summary>
    public double Accuracy()
    {
        using var scope = NewDisposeScope();
        return (Mean(Side(Teacher).Plus(1), TeacherWeights) + Mean((-Side(Free)).Plus(1), FreeWeights)) / 4;
    }

    /// <summary>Mean of the two halves' shares of rows whose logit lies outside ±clip.</summary>
    public double ClippedShare()
    {
        using var scope = NewDisposeScope();
        return (Mean(Teacher.detach().abs().IsAbove(Clip), TeacherWeights) + Mean(Free.detach().abs().IsAbove(Clip), FreeWeights)) / 2;
    }

    /// <summary>Where in the minibatch that was judged the rows of wanted halves are, the teacher-forced half being the first; null for all.</summary>
    internal (int First, int Count)? RowsOf(bool teacher, bool free) => (teacher, free) switch
    {
        (true, false) => (0, (int)Teacher.shape[0]),
        (false, true) => ((int)Teacher.shape[0], (int)Free.shape[0]),
        _ => null,
    };

    // Exact where rows weigh the same: weights in single precision sum to nearly 1, and a coin's accuracy is then nearly ½, above a gate of ½.
    private static double Mean(Tensor values, Tensor weights)
    {
        var exact = weights.detach().to_type(ScalarType.Float64);
        return (values.to_type(ScalarType.Float64) * exact).sum().Number() / exact.sum().Number();
    }

    // 1, 0 or −1; torch's sign of NaN would be 0, a guess.
    private static Tensor Side(Tensor logit) => logit.detach().sign().FilledWhere(logit.detach().isnan(), double.NaN);
}
