using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>A generator read from a checkpoint, with its configuration and its domain; the training data are not needed.</summary>
/// <param name="Options">The run's configuration.</param>
/// <param name="Domain">What the generator's elements are.</param>
/// <param name="Generator">The network.</param>
/// <param name="Step">The training step of the checkpoint.</param>
public sealed record TrainedGenerator(ExperimentOptions Options, IDomain Domain, IGenerator Generator, long Step) : IDisposable
{
    private JsonObject? _data;

    /// <summary>Reads a run's best checkpoint, or its newest if none was validated.</summary>
    /// <param name="runPath">The run folder.</param>
    /// <param name="kinds">The kinds of data there are.</param>
    /// <param name="device">Where the network shall live.</param>
    /// <param name="warn">Receives one line for each checkpoint that had to be passed over.</param>
    /// <param name="newest">Whether to take the newest checkpoint instead of the best.</param>
    /// <exception cref="StorageException">There is no run or no good checkpoint.</exception>
    public static TrainedGenerator Load(string runPath, OptionKinds kinds, Device device, Action<string> warn, bool newest = false)
    {
        using var run = RunFolder.OpenRead(runPath);
        var store = run.OpenCheckpoints(warn);
        var catalog = new ExperimentCatalog(kinds);
        var expected = catalog.LoadRun(runPath);
        void Check(Checkpoint checkpoint)
        {
            var options = Config(checkpoint.File(CheckpointFiles.Generator), catalog);
            if (options.Generator.WithoutDropout() != expected.Generator.WithoutDropout() || options.Data.GetType() != expected.Data.GetType())
                throw new CheckpointException("it belongs to another run: its generator is not the one of config.json");
            if (options.Seed != expected.Seed)
                throw new CheckpointException($"it belongs to another run, of seed {options.Seed}");
        }
        using var checkpoint = newest ? store.LoadNewest(Check, CheckpointFiles.Generator) : store.LoadBest(Check, CheckpointFiles.Generator);
        return Read(checkpoint.File(CheckpointFiles.Generator), checkpoint.Step, kinds, device) with { _data = checkpoint.State["data"] as JsonObject };
    }

    /// <summary>Whether data may be those that the generator was trained on, from what its checkpoint says of their size and of some sequences.</summary>
    /// <param name="domain">The data; they are read.</param>
    public bool MayBeTrainedOn(IDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return JsonNode.DeepEquals(domain.Describe(), Domain.Describe())
            && DataFingerprint.MayEqual(_data, DataFingerprint.Of(domain.Open(Split.Train), domain.Open(Split.Valid)));
    }

    /// <inheritdoc/>
    public void Dispose() => Generator.Dispose();

    /// <summary>What a generator's file says besides its weights, so that it can be used on its own.</summary>
    internal static IReadOnlyDictionary<string, string> Metadata(ExperimentOptions options, IDomain domain, OptionKinds kinds) =>
        new Dictionary<string, string>
        {
            ["format"] = "pt",
            [GeneratorMetadata.Config] = new OptionsWriter(kinds).Write(options).ToJsonString(),
            [GeneratorMetadata.Domain] = domain.Describe().ToJsonString(),
        };

    /// <summary>The seed of the run that a generator's file was made in.</summary>
    internal static long SeedOf(SafetensorsReader file, ExperimentCatalog catalog) => Config(file, catalog).Seed;

    /// <summary>Whether a generator's file was made for the same elements.</summary>
    internal static bool IsFor(SafetensorsReader file, IDomain domain) =>
        file.Metadata.TryGetValue(GeneratorMetadata.Domain, out var description) && JsonNode.DeepEquals(JsonNode.Parse(description), domain.Describe());

    private static TrainedGenerator Read(SafetensorsReader file, long step, OptionKinds kinds, Device device)
    {
        var options = Config(file, new ExperimentCatalog(kinds));
        var domain = options.Data.Restore(GeneratorMetadata.Read(file, GeneratorMetadata.Domain));
        var generator = GeneratorFactory.Create(options.Generator, domain.Elements, new RandomStream(0, "unused"), device, recomputeSteps: 0, candidateLayers: []);
        try
        {
            file.ReadInto(generator.Parameters);
            return new TrainedGenerator(options, domain, generator, step);
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }

    private static ExperimentOptions Config(SafetensorsReader file, ExperimentCatalog catalog)
    {
        try
        {
            return catalog.Read(GeneratorMetadata.Read(file, GeneratorMetadata.Config));
        }
        catch (ConfigurationException exception)
        {
            throw new SafetensorsException($"{file.Path}: {GeneratorMetadata.Config} is not of this version of the program: {string.Join("; ", exception.Errors)}", exception);
        }
    }
}
