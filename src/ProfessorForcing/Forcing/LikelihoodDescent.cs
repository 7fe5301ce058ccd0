using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Optimization;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>Adam's descent of the NLL (equation 2): all that teacher forcing and scheduled sampling do with what was read.</summary>
internal sealed class LikelihoodDescent(IGenerator generator, TrainingOptions training) : IDisposable
{
    private readonly AdamOptimizer _optimizer = new("generator", generator.Parameters, training);

    /// <summary>The generator's optimiser.</summary>
    public IReadOnlyList<AdamOptimizer> Optimizers => [_optimizer];

    /// <summary>One update, unless loss or gradient is not finite.</summary>
    /// <param name="batch">The targets y.</param>
    /// <param name="read">What the generator reads, of which it sees y_1..y_{T−1}: int64 [N, T].</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="learningRate">Adam's step size.</param>
    public StepMetrics Step(SequenceBatch batch, Tensor read, GeneratorMasks masks, double learningRate)
    {
        var (nll, gradients) = training.TruncateSteps > 0 && training.TruncateSteps < batch.Steps
            ? TruncatedLikelihood.Of(generator, batch, read, masks, training.TruncateSteps)
            : Whole(batch, read, masks);
        var metrics = new StepMetrics { Elements = batch.Count, Nll = nll, NllGradientNorm = gradients.Norm() };
        if (!double.IsFinite(metrics.Nll + metrics.NllGradientNorm.Value))
            return metrics with { Skipped = true };
        _optimizer.Update(gradients, learningRate, gradients.FactorTo(training.ClipNorm));
        return metrics;
    }

    public void Dispose() => _optimizer.Dispose();

    private (double Nll, Gradients Gradients) Whole(SequenceBatch batch, Tensor read, GeneratorMasks masks)
    {
        var trace = generator.Unroll(read, generator.InitialState(batch.Rows, batch.Text), masks);
        var nll = Objectives.Nll(trace.LogProbability(batch.Elements), batch);
        return (nll.Number(), Gradients.Of([nll], generator.Parameters));
    }
}
