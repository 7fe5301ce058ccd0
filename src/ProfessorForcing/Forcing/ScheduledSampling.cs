using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// Scheduled sampling (Bengio et al. 2015): each input is, with a probability that grows, the generator's own sample
/// instead of the real element; the targets stay real. Samples are constants: no gradient flows through them.
/// </summary>
/// <param name="generator">θg; stays the caller's.</param>
/// <param name="options">How the probability of a sampled input grows.</param>
/// <param name="training">Adam's options and the gradient-norm limit.</param>
/// <param name="random">Streams <c>dropout</c>, <c>schedule</c> and <c>sampling</c>.</param>
public sealed class ScheduledSampling(
    IGenerator generator, ScheduledSamplingOptions options, TrainingOptions training, RandomStreams random) : IForcingMethod
{
    private readonly LikelihoodDescent _descent = new(generator, training);

    /// <inheritdoc/>
    public int ContinuedLength => 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ParameterSet> Networks { get; } = new Dictionary<string, ParameterSet>();

    /// <inheritdoc/>
    public IReadOnlyList<AdamOptimizer> Optimizers => _descent.Optimizers;

    /// <summary>The probability, at a step, that an input is the generator's own sample (see <see cref="SamplingSchedule"/>).</summary>
    public static double Probability(ScheduledSamplingOptions options, long step)
    {
        ArgumentNullException.ThrowIfNull(options);
        var progress = (double)step / options.Steps;
        var k = Math.Exp(5);
        return options.Probability * options.Schedule switch
        {
            SamplingSchedule.Linear => Math.Min(1, progress),
            SamplingSchedule.Exponential => 1 - Math.Exp(-5 * progress),
            SamplingSchedule.InverseSigmoid => 1 - k / (k + Math.Exp(10 * progress) - 1),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "Unknown schedule."),
        };
    }

    /// <inheritdoc/>
    public StepMetrics Step(SequenceBatch batch, long step, double learningRate, SequenceBatch? continued = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var probability = Probability(options, step);
        var masks = generator.DrawMasks(batch.Rows, random["dropout"]);
        var read = probability > 0 ? Mix(batch, masks, probability) : batch.Elements;            // [N, T]
        return _descent.Step(batch, read, masks, learningRate) with { SampledInputs = probability };
    }

    /// <inheritdoc/>
    public JsonObject SaveState() => [];

    /// <inheritdoc/>
    public void RestoreState(JsonObject state)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _descent.Dispose();

    // The real sequence with each element replaced, by a coin of its own, by a draw from the model that reads the mixture.
    private Tensor Mix(SequenceBatch batch, GeneratorMasks masks, double probability)
    {
        var coins = new bool[batch.Rows * batch.Steps];
        foreach (ref var isReal in coins.AsSpan())
            isReal = random["schedule"].NextDouble() >= probability;
        var uniforms = FreeRunning.DrawUniforms(generator, batch.Rows, batch.Steps, random["sampling"]);
        return FreeRunning.Sample(
            generator, generator.InitialState(batch.Rows, batch.Text), masks, uniforms, SamplingOptions.Default,
            batch.Elements, tensor(coins, batch.Rows, batch.Steps, device: batch.Elements.device)).Elements;
    }
}
