using ProfessorForcing.Data;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// The objectives of the paper's section 2.2. Those of the discriminator are functions of the clipped logits c, with
/// D(b) = σ(c), and of row weights that sum to 1 in each half; 1 − D = σ(−c), and the logarithm of σ is taken in one, which keeps
/// them exact where σ(c) rounds to 0 or 1.
/// </summary>
public static class Objectives
{
    /// <summary>NLL(θg), equation 2: mean of −log P(y_t | …) over real elements, in nats.</summary>
    /// <param name="logProbability">log P of each element, in nats: [N, T].</param>
    /// <param name="batch">y.</param>
    public static Tensor Nll(Tensor logProbability, SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(logProbability);
        ArgumentNullException.ThrowIfNull(batch);
        return batch.IsPadded
            ? (-(logProbability * batch.Mask()).sum()).DividedBy(batch.Count)
            : -logProbability.mean();
    }

    /// <summary>Cd(θd | θg), equation 1: E[−log D(b_tf)] + E[−log(1 − D(b_fr))].</summary>
    /// <param name="teacher">c of the teacher-forced rows: [N].</param>
    /// <param name="teacherWeights">Their weights: [N].</param>
    /// <param name="free">c of the free-running rows: [M].</param>
    /// <param name="freeWeights">Their weights: [M].</param>
    /// <param name="smoothing">s: targets are 1 − s and s.</param>
    /// <returns>A scalar, in nats per pair of sequences.</returns>
    public static Tensor Cd(Tensor teacher, Tensor teacherWeights, Tensor free, Tensor freeWeights, double smoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(free);
        var teacherLoss = CrossEntropy(teacher, 1 - smoothing);
        var freeLoss = CrossEntropy(free, smoothing);
        return (teacherLoss * teacherWeights).sum().Plus((freeLoss * freeWeights).sum());
    }

    /// <summary>Cf(θg | θd), equation 3: E[−log D(b_fr)].</summary>
    /// <param name="free">c of the free-running rows: [M].</param>
    /// <param name="freeWeights">Their weights: [M].</param>
    /// <returns>A scalar, in nats per sequence.</returns>
    public static Tensor Cf(Tensor free, Tensor freeWeights) => (MinusLog(free) * freeWeights).sum();

    /// <summary>Ct(θg | θd), equation 4: E[−log(1 − D(b_tf))].</summary>
    /// <param name="teacher">c of the teacher-forced rows: [N].</param>
    /// <param name="teacherWeights">Their weights: [N].</param>
    /// <returns>A scalar, in nats per sequence.</returns>
    public static Tensor Ct(Tensor teacher, Tensor teacherWeights) => (MinusLog(-teacher) * teacherWeights).sum();

    // −t·log σ(c) − (1 − t)·log(1 − σ(c))
    private static Tensor CrossEntropy(Tensor logit, double target) => target switch
    {
        0 => MinusLog(-logit),
        1 => MinusLog(logit),
        _ => MinusLog(logit).Times(target).Plus(MinusLog(-logit).Times(1 - target)),
    };

    // −log σ(c)
    private static Tensor MinusLog(Tensor logit) => -nn.functional.logsigmoid(logit);
}
