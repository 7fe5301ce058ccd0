using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Training;

namespace ProfessorForcing.Configuration;

/// <summary>A complete experiment: what <c>experiments/*.json</c> and a run's <c>config.json</c> hold.</summary>
public sealed record ExperimentOptions : IValidatable
{
    /// <summary>Name of the experiment.</summary>
    [Option("Name of the experiment.")]
    public string Name { get; init; } = "unnamed";

    /// <summary>What the experiment is for.</summary>
    [Option("What the experiment is for, and what of it is not from the paper.")]
    public string Description { get; init; } = "";

    /// <summary>Seed of every random stream.</summary>
    [Option("Seed of every random stream of the run.", Min = 0, Max = long.MaxValue)]
    public long Seed { get; init; } = 1;

    /// <summary>Training method.</summary>
    [Option("Training method.")]
    public ForcingKind Method { get; init; } = ForcingKind.Professor;

    /// <summary>The data; its <c>kind</c> decides which other keys the section has.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>The generator.</summary>
    public GeneratorOptions Generator { get; init; } = new();

    /// <summary>The discriminator (professor forcing); its <c>kind</c> decides which other keys the section has.</summary>
    public DiscriminatorOptions Discriminator { get; init; } = new RecurrentDiscriminatorOptions();

    /// <summary>Professor forcing.</summary>
    public ProfessorForcingOptions Professor { get; init; } = new();

    /// <summary>Scheduled sampling.</summary>
    public ScheduledSamplingOptions Scheduled { get; init; } = new();

    /// <summary>Optimisation and what is written when.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        // Elements of a minibatch are counted in 32 bits.
        var length = Method == ForcingKind.Professor ? Math.Max(Data.SequenceLength, Professor.BehaviourLength(Data.SequenceLength)) : Data.SequenceLength;
        if ((long)Training.BatchSize * length > int.MaxValue)
            errors.Add($"training.batch_size ({Training.BatchSize}) times the length of sequences ({length}) is above {int.MaxValue} elements");
        if (Training.SampleCount > Data.MostSamples)
            errors.Add($"training.sample_count is {Training.SampleCount}: a picture of these samples has place for {Data.MostSamples}");
        if (Method == ForcingKind.Professor)
            ValidateProfessor(errors);
    }

    private void ValidateProfessor(ICollection<string> errors)
    {
        if (Professor.Behaviour.Contains(BehaviourFeature.Condition) && !Data.HasCondition)
            errors.Add("professor.behaviour names condition, but the data have none: leave it out, or set data.coordinates where the data are images");
        if (Professor.Behaviour.Contains(BehaviourFeature.Window) && !Data.HasText)
            errors.Add("professor.behaviour names window, but the data have no text that is read through one: leave it out");
        if (Professor.Behaviour.Count > 0 && !Professor.Behaviour.Any(ReachesGenerator))
            errors.Add("professor.behaviour shows nothing through which the generator could be reached, only a condition that is given or an embedding without gradient (professor.embedding_gradient false, or the points of a pen): add a feature");
        if (Professor.BehaviourLayers.Any(layer => layer >= Generator.Layers))
            errors.Add($"professor.behaviour_layers names a layer that the generator lacks: allowed are 0 to {Generator.Layers - 1}");
        if (Professor.FreeRunningLength > 0 && Professor.FreeRunningLength < Data.SequenceLength && Professor.JudgedSegments == 0)
            errors.Add($"professor.free_running_length ({Professor.FreeRunningLength}) is below data.sequence_length ({Data.SequenceLength}), which only drawn segments (professor.judged_segments) allow; 0 means equal to it");
        if (Professor.SegmentLength > Professor.BehaviourLength(Data.SequenceLength))
            errors.Add($"professor.segment_length ({Professor.SegmentLength}) is above the length of what is judged ({Professor.BehaviourLength(Data.SequenceLength)}, of professor.free_running_length or data.sequence_length): no segment would ever be whole");
        if (Professor.Bias > 0 && !Data.HasText)
            errors.Add($"professor.bias ({Professor.Bias}) is for the densities of handwriting, and the data are none; allowed: 0");
        if (Professor.FreeRunningRows > Training.BatchSize)
            errors.Add($"professor.free_running_rows ({Professor.FreeRunningRows}) is above training.batch_size ({Training.BatchSize})");
        if (Data.Plane is { } plane && Professor.FreeRunningLength > plane.Count)
            errors.Add($"professor.free_running_length ({Professor.FreeRunningLength}) is above the {plane.Count} pixels that an image has; 0 means equal to it");
        if (Training.TruncateSteps > 0 && Professor.JudgedSegments == 0)
            errors.Add($"training.truncate_steps is {Training.TruncateSteps}: professor forcing needs whole sequences, unless professor.judged_segments says how many segments are judged; allowed: 0");
        if (Data.Plane is not null && Professor.JudgedSegments > 0)
            errors.Add($"professor.judged_segments is {Professor.JudgedSegments}: of images all segments are judged; allowed: 0");
        if (Discriminator is ConvolutionalDiscriminatorOptions)
            ValidateConvolutional(errors);
    }

    // Whether a gradient at the feature comes to the generator's weights.
    private bool ReachesGenerator(BehaviourFeature feature) => feature switch
    {
        BehaviourFeature.Condition => Data.HasText,
        // A pen's points go in as they are.
        BehaviourFeature.Embedding => Professor.EmbeddingGradient && !Data.HasText,
        _ => true,
    };

    private void ValidateConvolutional(ICollection<string> errors)
    {
        if (Data.Plane is null)
            errors.Add("discriminator.kind is convolutional, but the data's sequences are no images; allowed for them: recurrent");
        if (Professor.SegmentLength > 0)
            errors.Add($"professor.segment_length is {Professor.SegmentLength}: a convolutional discriminator judges whole images; allowed: 0");
    }
}
