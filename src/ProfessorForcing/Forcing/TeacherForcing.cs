using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>Maximum likelihood: the generator reads real prefixes only (Williams and Zipser 1989).</summary>
public sealed class TeacherForcing(
    IGenerator generator, TrainingOptions training, int sequenceLength, RandomStreams random) : IForcingMethod
{
    private readonly AdamOptimizer _optimizer = new("generator", generator.Parameters, training);

    /// <inheritdoc/>
    public int DataLength => sequenceLength;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ParameterSet> Networks { get; } = new Dictionary<string, ParameterSet>();

    /// <inheritdoc/>
    public IReadOnlyList<AdamOptimizer> Optimizers => [_optimizer];

    /// <inheritdoc/>
    public StepMetrics Step(SequenceBatch batch, long step, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var masks = generator.DrawMasks(batch.Rows, random["dropout"]);
        var trace = generator.Unroll(batch.Elements, generator.InitialState(batch.Rows), masks);
        var nll = Objectives.Nll(generator.Output, trace.Parameters, batch);
        var gradients = Gradients.Of([nll], generator.Parameters);
        var metrics = new StepMetrics { Elements = batch.Count, Nll = nll.Number(), NllGradientNorm = gradients.Norm() };
        if (!double.IsFinite(metrics.Nll + metrics.NllGradientNorm.Value))
            return metrics with { Skipped = true };
        _optimizer.Update(gradients.ClippedTo(training.ClipNorm), learningRate);
        return metrics;
    }

    /// <inheritdoc/>
    public JsonObject SaveState() => [];

    /// <inheritdoc/>
    public void RestoreState(JsonObject state)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
