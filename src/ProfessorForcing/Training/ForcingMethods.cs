using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Training;

/// <summary>Builds generator and training method from a configuration.</summary>
public static class ForcingMethods
{
    /// <summary>Most output parameters that the discriminator may see without a projection.</summary>
    public const int MaxOutputsShown = 1024;

    /// <summary>Checks what can only be checked when the data are known, before anything is built or written.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="domain">Its data.</param>
    /// <exception cref="ConfigurationException">The discriminator would see too many output parameters, or samples would be longer than sequences can be.</exception>
    public static void Validate(ExperimentOptions options, IDomain domain)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domain);
        if (domain.LongestSequence is { } most && options.Training.SampleLength > most)
            throw new ConfigurationException($"training.sample_length is {options.Training.SampleLength}: a sequence of these data has at most {most} {domain.ElementName}s");
        if (options.Method == ForcingKind.Professor)
            CheckOutputs(options, Shape(options, domain.Elements));
    }

    /// <summary>The generator, with its initial weights.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="domain">Says what an element is.</param>
    /// <param name="random">Stream <c>init/generator</c>.</param>
    /// <param name="device">Where its parameters shall live.</param>
    public static IGenerator Generator(ExperimentOptions options, IDomain domain, RandomStreams random, TorchSharp.torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(random);
        return GeneratorFactory.Create(
            options.Generator, domain.Elements, random["init/generator"], device,
            options.Training.RecomputeSteps, CandidateLayers(options));
    }

    /// <summary>The training method over a generator.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="generator">θg; stays the caller's.</param>
    /// <param name="elements">What an element is.</param>
    /// <param name="random">Stream <c>init/discriminator</c> now, those of the method (<c>dropout</c>, <c>sampling</c>, …) at each step.</param>
    /// <exception cref="ConfigurationException">The discriminator would see too many output parameters.</exception>
    public static IForcingMethod Create(ExperimentOptions options, IGenerator generator, ElementSpace elements, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(random);
        return options.Method switch
        {
            ForcingKind.Teacher => new TeacherForcing(generator, options.Training, random),
            ForcingKind.Scheduled => new ScheduledSampling(generator, options.Scheduled, options.Training, random),
            ForcingKind.Professor => new Forcing.ProfessorForcing(
                generator, Discriminator(options, generator, elements, random), options.Professor, options.Training, random),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Method, "Unknown method."),
        };
    }

    /// <summary>The generator's layers whose candidates anybody sees; others need not have them.</summary>
    internal static IReadOnlyList<int> CandidateLayers(ExperimentOptions options) =>
        options.Method == ForcingKind.Professor ? BehaviourView.CandidateLayers(options.Generator, options.Professor) : [];

    /// <summary>The shape of the behaviour that the discriminator sees.</summary>
    internal static BehaviourShape Shape(ExperimentOptions options, ElementSpace elements) => BehaviourView.Shape(
        options.Generator, OutputDistributions.For(elements, options.Generator.Mixtures).ParameterCount, options.Professor, elements, options.Data.Plane);

    private static IDiscriminator Discriminator(ExperimentOptions options, IGenerator generator, ElementSpace elements, RandomStreams random)
    {
        var shape = Shape(options, elements);
        CheckOutputs(options, shape);
        return options.Discriminator.Create(shape, random["init/discriminator"], generator.Parameters.Device, options.Training.RecomputeSteps);
    }

    private static void CheckOutputs(ExperimentOptions options, BehaviourShape shape)
    {
        if (shape.OutputWidth > MaxOutputsShown && options.Discriminator.OutputProjection == 0)
            throw new ConfigurationException(
                $"professor.behaviour shows {shape.OutputWidth} output parameters to the discriminator, more than {MaxOutputsShown}: set discriminator.output_projection, or leave probabilities and logits out");
    }
}
