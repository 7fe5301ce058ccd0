using ProfessorForcing.Configuration;

namespace ProfessorForcing.Training;

/// <summary>Optimisation and what is written when: the section <c>training</c> of a configuration.</summary>
public sealed record TrainingOptions : IValidatable
{
    /// <summary>Number of training steps.</summary>
    [Option("Training steps (minibatches).", Min = 1, Max = 1_000_000_000)]
    public int Steps { get; init; } = 1000;

    /// <summary>Sequences N of a minibatch.</summary>
    [Option("Sequences in a minibatch.", Min = 1, Max = 65_536)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps of a chunk whose gates are computed again on the way back; 0: gates are kept.</summary>
    [Option("Steps of a sequence whose recurrent gates are computed again at a time on the way back, so that long sequences need less memory; 0: gates are kept (on the CPU only).", Min = 0, Max = 1_000_000)]
    public int RecomputeSteps { get; init; }

    /// <summary>Steps after which the gradient of the NLL ends; 0: whole sequences.</summary>
    [Option("Steps after which the gradient of the likelihood ends, though the state goes on (truncated back-propagation through time); 0: whole sequences.", Min = 0, Max = 1_000_000)]
    public int TruncateSteps { get; init; }

    /// <summary>Adam's step size.</summary>
    [Option("Adam's learning rate.", Min = 0, MinExclusive = true, Max = 10)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate changes.</summary>
    [Option("How the learning rate changes after its warm-up.")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Learning rate at the end of a cosine schedule.</summary>
    [Option("Learning rate at the end of a cosine schedule.", Min = 0, Max = 10)]
    public double FinalLearningRate { get; init; }

    /// <summary>Factor of a plateau schedule.</summary>
    [Option("Factor of a plateau schedule.", Min = 0, MinExclusive = true, Max = 1)]
    public double Decay { get; init; } = 0.5;

    /// <summary>Steps over which the learning rate rises from 0.</summary>
    [Option("Steps over which the learning rate rises linearly from 0.", Min = 0, Max = 1_000_000_000)]
    public int WarmupSteps { get; init; }

    /// <summary>Adam's β1.</summary>
    [Option("Adam's beta 1.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's β2.</summary>
    [Option("Adam's beta 2.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's ε.</summary>
    [Option("Adam's epsilon.", Min = 0, MinExclusive = true, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Largest norm of each network's gradient; 0: no limit.</summary>
    [Option("Largest norm of each network's gradient, beyond which it is scaled down; 0: no limit.", Min = 0, Max = 1e6)]
    public double ClipNorm { get; init; }

    /// <summary>Steps with non-finite loss or gradient after which training stops.</summary>
    [Option("Skipped steps (loss or gradient not finite) after which training stops.", Min = 1, Max = 1_000_000)]
    public int MaxSkippedSteps { get; init; } = 20;

    /// <summary>Steps between validations.</summary>
    [Option("Steps between validations.", Min = 1, Max = 1_000_000_000)]
    public int ValidateEvery { get; init; } = 200;

    /// <summary>Sequences of a validation; 0: all.</summary>
    [Option("Sequences measured at a validation, evenly spaced in the split; 0: all.", Min = 0, Max = 1_000_000_000)]
    public int ValidationSequences { get; init; }

    /// <summary>Validations without improvement before training stops; 0: never.</summary>
    [Option("Validations without improvement after which training stops; 0: never.", Min = 0, Max = 1_000_000)]
    public int Patience { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    [Option("Steps between checkpoints.", Min = 1, Max = 1_000_000_000)]
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Newest checkpoints kept.</summary>
    [Option("How many of the newest checkpoints are kept; the best by validation is kept besides.", Min = 1, Max = 10_000)]
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Steps between samples; 0: none.</summary>
    [Option("Steps between samples written to the run folder; 0: none.", Min = 0, Max = 1_000_000_000)]
    public int SampleEvery { get; init; } = 500;

    /// <summary>How many samples are written.</summary>
    [Option("How many samples are written each time.", Min = 1, Max = 10_000)]
    public int SampleCount { get; init; } = 4;

    /// <summary>Length of a sample; 0: the training length.</summary>
    [Option("Length of a sample in elements; 0: that of the training sequences.", Min = 0, Max = 1_000_000)]
    public int SampleLength { get; init; }

    /// <summary>Steps between lines of metrics.</summary>
    [Option("Steps between lines of metrics, each averaged over the steps since the last.", Min = 1, Max = 1_000_000_000)]
    public int LogEvery { get; init; } = 10;

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (FinalLearningRate > LearningRate)
            errors.Add($"{path}.final_learning_rate ({FinalLearningRate}) is above {path}.learning_rate ({LearningRate})");
    }
}
