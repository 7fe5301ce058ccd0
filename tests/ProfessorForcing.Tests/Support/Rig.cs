using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Training;

using static TorchSharp.torch;

using Method = ProfessorForcing.Forcing.ProfessorForcing;

namespace ProfessorForcing.Tests.Support;

/// <summary>Professor forcing on small networks, with everything that the tests look at.</summary>
internal sealed class Rig : IDisposable
{
    public const int SequenceLength = 4;

    /// <summary>With β1 = 0 the first moment is the gradient itself.</summary>
    public static readonly TrainingOptions GradientsAsMoments = new() { Beta1 = 0, LearningRate = 1e-3 };

    private readonly ScalarType _type;
    private readonly int _sequenceLength;

    public Rig(
        ProfessorForcingOptions options,
        GeneratorOptions? generator = null,
        RecurrentDiscriminatorOptions? discriminator = null,
        TrainingOptions? training = null,
        ScalarType type = ScalarType.Float32,
        int sequenceLength = SequenceLength,
        ulong seed = 1,
        int symbols = Small.Symbols)
    {
        (Options, GeneratorOptions, _type, _sequenceLength) = (options, generator ?? Small.GeneratorOptions, type, sequenceLength);
        Network = Small.Generator(GeneratorOptions, seed, type, symbols, hasPositions: options.Behaviour.Contains(BehaviourFeature.Condition));
        Generator = new RecordingGenerator(Network);
        Discriminator = Small.Discriminator(options, GeneratorOptions, discriminator, seed, type);
        // At its initial weights the discriminator says almost the same of everything.
        Networks.Perturb(Discriminator.Parameters, "", new RandomStream(seed, "discriminator noise"));
        Random = new RandomStreams(seed);
        Method = new Method(Generator, Discriminator, options, training ?? new TrainingOptions(), Random);
    }

    public ProfessorForcingOptions Options { get; }

    public GeneratorOptions GeneratorOptions { get; }

    public RecurrentGenerator Network { get; }

    public RecordingGenerator Generator { get; }

    public RecurrentDiscriminator Discriminator { get; }

    public RandomStreams Random { get; }

    public Method Method { get; }

    /// <summary>A step. Where behaviour is of another length than the training sequences, these are the beginnings of the rows.</summary>
    public StepMetrics Step(SequenceBatch rows, long step, double learningRate) => Method.ContinuedLength > 0
        ? Method.Step(rows.Beginning(_sequenceLength), step, learningRate, rows)
        : Method.Step(rows, step, learningRate);

    /// <summary>Numbers of all parameters and moments of both networks, by optimiser or network and name.</summary>
    public Dictionary<string, double[]> Snapshot()
    {
        var all = new Dictionary<string, double[]>();
        foreach (var (name, values) in Networks.Values(Network.Parameters))
            all.Add($"generator/{name}", values);
        foreach (var (name, values) in Networks.Values(Discriminator.Parameters))
            all.Add($"discriminator/{name}", values);
        foreach (var optimizer in Method.Optimizers)
        {
            foreach (var (name, values) in Networks.Values(optimizer))
                all.Add($"{optimizer.Name} optimizer/{name}", values);
        }
        return all;
    }

    /// <summary>The gradient that an optimiser was last given (with β1 = 0), by parameter name.</summary>
    public Dictionary<string, double[]> Gradient(string optimizer) => Method.Optimizers.Single(candidate => candidate.Name == optimizer).Moments
        .Where(moment => moment.Name.StartsWith("exp_avg.", StringComparison.Ordinal))
        .ToDictionary(moment => moment.Name["exp_avg.".Length..], moment => Networks.Numbers(moment.Value));

    /// <summary>The objectives of the last step's sequences at the present parameters, computed row by row.</summary>
    public ReferenceCosts Costs(SequenceBatch batch) =>
        ReferenceCosts.Of(Network, Discriminator, Options, batch, _sequenceLength, Generator.Unrolled);

    /// <summary>A rig that starts from the same weights and random streams.</summary>
    public Rig Again(ProfessorForcingOptions? options = null, TrainingOptions? training = null) =>
        new(options ?? Options, GeneratorOptions, training: training, type: _type, sequenceLength: _sequenceLength);

    public void Dispose()
    {
        Method.Dispose();
        Generator.Dispose();
    }
}
