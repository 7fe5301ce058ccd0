using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>
/// What is trained, and on what: networks, training method, data. It needs no run folder, so that whatever is wrong with
/// it is found before there is one.
/// </summary>
public sealed class TrainingSetup : IDisposable
{
    /// <summary>Builds networks and opens the data.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="domain">Its data.</param>
    /// <param name="device">Where to train.</param>
    /// <exception cref="ConfigurationException">Networks cannot be built as configured.</exception>
    /// <exception cref="InputDataException">The data are missing or malformed.</exception>
    public TrainingSetup(ExperimentOptions options, IDomain domain, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domain);
        ForcingMethods.Validate(options, domain);
        (Options, Domain) = (options, domain);
        Random = new RandomStreams((ulong)options.Seed);
        Train = domain.Open(Split.Train);
        Valid = domain.Open(Split.Valid);
        Generator = ForcingMethods.Generator(options, domain, Random, device);
        Method = ForcingMethods.Create(options, Generator, domain.Elements, Random);
    }

    /// <summary>The experiment.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>The data.</summary>
    public IDomain Domain { get; }

    /// <summary>What is learned from.</summary>
    public ISequenceSet Train { get; }

    /// <summary>What is validated on.</summary>
    public ISequenceSet Valid { get; }

    /// <summary>Every random stream.</summary>
    public RandomStreams Random { get; }

    /// <summary>The generator.</summary>
    public IGenerator Generator { get; }

    /// <summary>The training method over it.</summary>
    public IForcingMethod Method { get; }

    /// <summary>The checkpoint that the weights came from; null for initial ones.</summary>
    public string? InitializedFrom { get; internal set; }

    /// <summary>Starts from another run's weights: the generator's, and the discriminator's if both runs have one of the same shape.</summary>
    /// <param name="runPath">The other run.</param>
    /// <param name="warn">Receives one line for each network that starts with weights of its own, and each checkpoint passed over.</param>
    /// <exception cref="StorageException">The run has no good checkpoint, or its generator has another shape or other elements.</exception>
    public void InitializeFrom(string runPath, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        using var run = RunFolder.OpenRead(runPath);
        using var checkpoint = run.OpenCheckpoints(warn).LoadBest();
        var generator = checkpoint.File(CheckpointFiles.Generator);
        if (!TrainedGenerator.IsFor(generator, Domain))
            throw new CheckpointException($"{generator.Path} was trained on other elements (another vocabulary, or for images another size, other coordinates or another rule for ink) than {Options.Name} has");
        generator.ReadInto(Generator.Parameters);
        foreach (var (name, parameters) in Method.Networks)
        {
            var file = name + CheckpointFiles.Extension;
            if (!checkpoint.Files.Contains(file))
                warn($"{runPath} has no {name}: it starts with its own initial weights");
            else if (!checkpoint.File(file).Fits(parameters))
                warn($"the {name} of {runPath} has another shape: it starts with its own initial weights");
            else
                checkpoint.File(file).ReadInto(parameters);
        }
        InitializedFrom = checkpoint.Folder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Method.Dispose();
        Generator.Dispose();
    }
}
