using ProfessorForcing.Bench.Straightforward;
using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Contests;

/// <summary>A whole step of professor forcing with both gates open, optimisers included: against <see cref="PlainProfessorForcing"/>.</summary>
public sealed class StepContest : Contest
{
    // Of no effect on speed, and small enough that nothing runs away on random data.
    private const double LearningRate = 1e-5;

    // The straightforward implementation shows states where the paper shows candidates: nn.GRU gives no others. Both gates stay open.
    private static readonly ProfessorForcingOptions Options = new()
    {
        Behaviour = [BehaviourFeature.Hidden, BehaviourFeature.Embedding],
        GeneratorGate = 0,
        DiscriminatorGate = 1.01,
        GateWarmup = 0,
    };

    private readonly Tensor _symbols;
    private readonly SequenceBatch _batch;
    private readonly Lazy<(RecurrentGenerator Generator, Forcing.ProfessorForcing Method)> _ours;
    private readonly Lazy<PlainProfessorForcing> _theirs;
    private long _step;

    /// <summary>Prepares both; networks are made when they are first used.</summary>
    /// <param name="shape">How large.</param>
    public StepContest(StepShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (Flops, TheirFlops) = (FlopsOf(shape), PlainFlops.Of(shape));
        _symbols = randint(0, shape.Symbols, [shape.Rows, shape.Steps], dtype: ScalarType.Int64);
        _batch = new SequenceBatch(_symbols, [.. Enumerable.Repeat(shape.Steps, shape.Rows)]);
        _ours = new(() => Make(shape));
        _theirs = new(() => new PlainProfessorForcing(shape.Symbols, shape.Embedding, shape.Hidden, shape.Discriminator, LearningRate));
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override double TheirFlops { get; }

    /// <inheritdoc/>
    public override void Ours() => _ours.Value.Method.Step(_batch, ++_step, LearningRate);

    /// <inheritdoc/>
    public override void Theirs() => _theirs.Value.Step(_symbols);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_ours.IsValueCreated)
        {
            _ours.Value.Method.Dispose();
            _ours.Value.Generator.Dispose();
        }
        if (_theirs.IsValueCreated)
            _theirs.Value.Dispose();
        _symbols.Dispose();
    }

    private static double FlopsOf(StepShape shape)
    {
        var options = new ExperimentOptions
        {
            Data = new OracleOptions { SequenceLength = shape.Steps },
            Generator = Generator(shape),
            Discriminator = Discriminator(shape),
            Professor = Options,
            Training = new TrainingOptions { BatchSize = shape.Rows },
        };
        return CostModel.Of(options, new SymbolSpace(shape.Symbols)).FlopsPerStep(ForcingKind.Professor);
    }

    private static GeneratorOptions Generator(StepShape shape) => new() { Hidden = shape.Hidden, Embedding = shape.Embedding };

    private static RecurrentDiscriminatorOptions Discriminator(StepShape shape) => new() { Hidden = shape.Discriminator };

    private static (RecurrentGenerator Generator, Forcing.ProfessorForcing Method) Make(StepShape shape)
    {
        var random = new RandomStreams(1);
        var generator = new RecurrentGenerator(Generator(shape), new SymbolSpace(shape.Symbols), random["init/generator"], CPU);
        var behaviour = new BehaviourShape(shape.Hidden + shape.Embedding, 0);
        var discriminator = new RecurrentDiscriminator(Discriminator(shape), behaviour, random["init/discriminator"], CPU);
        return (generator, new Forcing.ProfessorForcing(generator, discriminator, Options, new TrainingOptions(), random));
    }
}
