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
/// <param name="generator">θg; stays the caller's.</param>
/// <param name="training">Adam's options and the gradient-norm limit.</param>
/// <param name="random">Stream <c>dropout</c>.</param>
public sealed class TeacherForcing(
    IGenerator generator, TrainingOptions training, RandomStreams random) : IForcingMethod
{
    private readonly LikelihoodDescent _descent = new(generator, training);

    /// <inheritdoc/>
    public int ContinuedLength => 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ParameterSet> Networks { get; } = new Dictionary<string, ParameterSet>();

    /// <inheritdoc/>
    public IReadOnlyList<AdamOptimizer> Optimizers => _descent.Optimizers;

    /// <inheritdoc/>
    public StepMetrics Step(SequenceBatch batch, long step, double learningRate, SequenceBatch? continued = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        return _descent.Step(batch, batch.Elements, generator.DrawMasks(batch.Rows, random["dropout"]), learningRate);
    }

    /// <inheritdoc/>
    public JsonObject SaveState() => [];

    /// <inheritdoc/>
    public void RestoreState(JsonObject state)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _descent.Dispose();
}
