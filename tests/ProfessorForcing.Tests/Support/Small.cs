using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>Networks and minibatches small enough for hundreds of passes a second.</summary>
internal static class Small
{
    public const int Symbols = 5;

    public static readonly GeneratorOptions GeneratorOptions = new() { Hidden = 6, Embedding = 3 };

    public static readonly RecurrentDiscriminatorOptions DiscriminatorOptions = new() { Hidden = 4, MlpLayers = 2, MlpHidden = 5 };

    /// <summary>Two numbers for each of ten positions.</summary>
    public static readonly PositionFeatures Positions = new(2, [.. Enumerable.Range(0, 20).Select(i => (float)Math.Sin(3 * i))]);

    /// <summary>Characters of the texts that a small handwriting generator reads.</summary>
    public const int Characters = 4;

    public static readonly GeneratorOptions PenOptions = new() { Hidden = 6, WindowComponents = 3, Mixtures = 2 };

    /// <summary>All that generators of symbols can show, positions included.</summary>
    public static readonly BehaviourFeature[] SymbolFeatures = [.. Enum.GetValues<BehaviourFeature>().Where(feature => feature != BehaviourFeature.Window)];

    /// <summary>Both networks learn at every step, whatever the discriminator's accuracy.</summary>
    public static readonly ProfessorForcingOptions OpenGates = Gates(generatorOpen: true, discriminatorOpen: true);

    // Threads that wait for each other cost more than such small operations.
    static Small() => ComputeThreads.Set(1);

    public static ProfessorForcingOptions Gates(bool generatorOpen, bool discriminatorOpen) => new()
    {
        GateWarmup = 0,
        GeneratorGate = generatorOpen ? -1 : 1,
        DiscriminatorGate = discriminatorOpen ? 1.01 : 0,
    };

    public static RecurrentGenerator Generator(
        GeneratorOptions? options = null, ulong seed = 1, ScalarType type = ScalarType.Float32, int symbols = Symbols, bool hasPositions = false)
    {
        var generator = new RecurrentGenerator(
            options ?? GeneratorOptions, new SymbolSpace(symbols, hasPositions ? Positions : null), new RandomStream(seed, "generator"), CPU, type);
        // Learned initial states start at zero, where a mistake in their use would not show.
        Networks.Perturb(generator.Parameters, "initial_", new RandomStream(seed, "initial"));
        return generator;
    }

    public static HandwritingGenerator PenGenerator(GeneratorOptions? options = null, ulong seed = 1, ScalarType type = ScalarType.Float32)
    {
        var generator = new HandwritingGenerator(options ?? PenOptions, new PenSpace(Characters, LongestMove: 1.5), new RandomStream(seed, "generator"), CPU, type);
        Networks.Perturb(generator.Parameters, "initial_", new RandomStream(seed, "initial"));
        // A window that moves on by about half a character at a step.
        Networks.Perturb(generator.Parameters, "window.bias", new RandomStream(seed, "window"), 1);
        return generator;
    }

    /// <summary>Rows of random points with the given lengths, and texts of 3, 4, 5, 3, … characters.</summary>
    public static SequenceBatch PenBatch(ulong seed, ScalarType type, params int[] lengths)
    {
        var random = new RandomStream(seed, "pen");
        var (rows, steps) = (lengths.Length, lengths.Max());
        var points = new double[rows * steps * PenSpace.PointWidth];
        for (var row = 0; row < rows; row++)
        {
            for (var t = 0; t < lengths[row]; t++)
                ((double[])[random.NextGaussian(), random.NextGaussian(), random.NextInt(2)]).CopyTo(points, (row * steps + t) * PenSpace.PointWidth);
        }
        int[] texts = [.. Enumerable.Range(0, rows).Select(row => 3 + row % 3)];
        var characters = new long[rows * texts.Max()];
        for (var row = 0; row < rows; row++)
        {
            for (var u = 0; u < texts[row]; u++)
                characters[row * texts.Max() + u] = random.NextInt(Characters);
        }
        return new(tensor(points, rows, steps, PenSpace.PointWidth).to_type(type), lengths, new(tensor(characters, rows, texts.Max()), texts));
    }

    public static RecurrentDiscriminator Discriminator(
        ProfessorForcingOptions options, GeneratorOptions? generator = null, RecurrentDiscriminatorOptions? discriminator = null, ulong seed = 1,
        ScalarType type = ScalarType.Float32)
    {
        var shape = BehaviourView.Shape(generator ?? GeneratorOptions, new CategoricalOutput(Symbols).ParameterCount, options, new SymbolSpace(Symbols, Positions), null);
        return new RecurrentDiscriminator(discriminator ?? DiscriminatorOptions, shape, new RandomStream(seed, "discriminator weights"), CPU, type);
    }

    /// <summary>The first elements of each row.</summary>
    public static SequenceBatch Beginning(this SequenceBatch batch, int steps) => batch with
    {
        Elements = batch.Elements.narrow(1, 0, Math.Min(steps, batch.Steps)),
        Lengths = [.. batch.Lengths.Select(length => Math.Min(length, steps))],
    };

    /// <summary>Rows of random symbols with the given lengths; padding is symbol 0.</summary>
    public static SequenceBatch Batch(ulong seed, params int[] lengths)
    {
        var random = new RandomStream(seed, "batch");
        var steps = lengths.Max();
        var values = new long[lengths.Length * steps];
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var t = 0; t < lengths[row]; t++)
                values[row * steps + t] = random.NextInt(Symbols);
        }
        return new SequenceBatch(tensor(values, lengths.Length, steps), lengths);
    }

    /// <summary>Numbers from U(−1, 1).</summary>
    public static Tensor Uniform(ulong seed, ScalarType type, params long[] shape)
    {
        var random = new RandomStream(seed, "uniform");
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        foreach (ref var value in values.AsSpan())
            value = 2 * random.NextDouble() - 1;
        return tensor(values, shape, dtype: type);
    }
}
