using ProfessorForcing.Configuration;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Forcing;

/// <summary>Professor forcing: the section <c>professor</c> of a configuration.</summary>
public sealed record ProfessorForcingOptions : IValidatable
{
    /// <summary>What the discriminator sees.</summary>
    [Option("What of the generator the discriminator sees at each step.")]
    public IReadOnlyList<BehaviourFeature> Behaviour { get; init; } = [BehaviourFeature.Candidate, BehaviourFeature.Embedding];

    /// <summary>The layers whose states are seen; empty: all.</summary>
    [Option("Layers, from 0, whose candidates and states are seen; empty: all.", Min = 0, Max = 15)]
    public IReadOnlyList<int> BehaviourLayers { get; init; } = [];

    /// <summary>Whether the adversarial gradient reaches the embedding through the embedding shown to the discriminator.</summary>
    [Option("Let the adversarial gradient flow into the embedding that the discriminator sees.")]
    public bool EmbeddingGradient { get; init; } = true;

    /// <summary>λf, weight of Cf (equation 3).</summary>
    [Option("Weight of Cf, which draws free-running behaviour towards teacher-forced behaviour (equation 3).", Min = 0, Max = 1e6)]
    public double FreeWeight { get; init; } = 1;

    /// <summary>λt, weight of Ct (equation 4).</summary>
    [Option("Weight of Ct, which draws teacher-forced behaviour towards free-running behaviour (equation 4).", Min = 0, Max = 1e6)]
    public double TeacherWeight { get; init; }

    /// <summary>Scale of Cf and Ct relative to the NLL.</summary>
    [Option("Scale of Cf and Ct against the NLL: the paper's ratio, or T times it.")]
    public AdversarialScale AdversarialScale { get; init; } = AdversarialScale.Paper;

    /// <summary>One Adam or two for the generator.</summary>
    [Option("One Adam for the summed gradient, or a second one for the adversarial gradient.")]
    public AdversarialOptimizer AdversarialOptimizer { get; init; } = AdversarialOptimizer.Joint;

    /// <summary>Largest ratio of the norms of adversarial and likelihood gradient; 0: no limit.</summary>
    [Option("Largest ratio of adversarial to likelihood gradient norm, beyond which the adversarial one is scaled down; 0: no limit.", Min = 0, Max = 1e6)]
    public double MaxGradientRatio { get; init; }

    /// <summary>Steps at the start without adversarial terms for the generator.</summary>
    [Option("Training steps before the adversarial terms reach the generator; the discriminator learns from the start.", Min = 0, Max = 1_000_000_000)]
    public int WarmupSteps { get; init; }

    /// <summary>Adversarial part at every k-th step only.</summary>
    [Option("Do the adversarial part at every k-th step only.", Min = 1, Max = 1_000_000)]
    public int Every { get; init; } = 1;

    /// <summary>Free-running rows; 0: as many as the minibatch has.</summary>
    [Option("Free-running rows in a minibatch; 0: as many as teacher-forced ones.", Min = 0, Max = 65_536)]
    public int FreeRunningRows { get; init; }

    /// <summary>Length of free-running sequences; 0: that of the training sequences.</summary>
    [Option("Length of the behaviours that are compared, at least the training length unless segments are drawn (judged_segments); 0: the training length.", Min = 0, Max = 1_000_000)]
    public int FreeRunningLength { get; init; }

    /// <summary>Length S of the segments that are judged; 0: whole sequences.</summary>
    [Option("Length of the non-overlapping segments that are judged one by one; 0: whole sequences.", Min = 0, Max = 1_000_000)]
    public int SegmentLength { get; init; }

    /// <summary>Segments of each row that are judged; 0: all.</summary>
    [Option("Segments of each row that are judged, drawn anew at each step; their gradient ends where they begin. 0: all, with the gradient of whole sequences.", Min = 0, Max = 1_000_000)]
    public int JudgedSegments { get; init; }

    /// <summary>Temperature of free-running samples in training.</summary>
    [Option("Temperature at which free-running sequences are sampled in training.", Min = 0, MinExclusive = true, Max = 100)]
    public double Temperature { get; init; } = 1;

    /// <summary>Bias b of free-running handwriting in training.</summary>
    [Option("Handwriting: bias with which free-running points are drawn in training; the larger, the closer to the likeliest.", Min = 0, Max = 100)]
    public double Bias { get; init; }

    /// <summary>Accuracy above which adversarial terms reach the generator.</summary>
    [Option("Discriminator accuracy above which the adversarial terms reach the generator.", Min = 0, Max = 1)]
    public double GeneratorGate { get; init; } = 0.75;

    /// <summary>Accuracy below which the discriminator is updated.</summary>
    [Option("Discriminator accuracy below which the discriminator is updated.", Min = 0, Max = 1.01)]
    public double DiscriminatorGate { get; init; } = 0.99;

    /// <summary>Decay of the gates' moving average of the accuracy.</summary>
    [Option("Decay of the accuracy's moving average; 0: this minibatch alone.", Min = 0, Max = 1, MaxExclusive = true)]
    public double GateDecay { get; init; } = 0.9;

    /// <summary>Minibatches before the generator's gate may open.</summary>
    [Option("Minibatches before which the generator's gate is closed and the discriminator's open.", Min = 0, Max = 1_000_000)]
    public int GateWarmup { get; init; } = 10;

    /// <summary>Whether Cd's gradient passes the clip unchanged.</summary>
    [Option("Let the gradient of the discriminator's loss pass the clip of the logit unchanged.")]
    public bool StraightThroughClip { get; init; }

    /// <summary>Two-sided label smoothing of Cd.</summary>
    [Option("Label smoothing of the discriminator's loss: targets become 1 − s and s.", Min = 0, Max = 0.5, MaxExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>The discriminator's learning rate; 0: the generator's.</summary>
    [Option("The discriminator's learning rate; 0: that of the generator, with its schedule.", Min = 0, Max = 10)]
    public double DiscriminatorLearningRate { get; init; }

    internal SamplingOptions Sampling => new() { Temperature = Temperature, Bias = Bias };

    /// <summary>Length L of the behaviours that are compared, in elements.</summary>
    /// <param name="sequenceLength">T of the training sequences.</param>
    public int BehaviourLength(int sequenceLength) => FreeRunningLength == 0 ? sequenceLength : FreeRunningLength;

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (Behaviour.Count == 0)
            errors.Add($"{path}.behaviour is empty: name at least one of candidate, hidden, probabilities, logits, embedding, condition, window");
        if (Behaviour.Distinct().Count() != Behaviour.Count)
            errors.Add($"{path}.behaviour names a feature twice");
        if (DiscriminatorGate < GeneratorGate)
            errors.Add($"{path}.discriminator_gate ({DiscriminatorGate}) is below {path}.generator_gate ({GeneratorGate}): between them neither network would learn");
        if (JudgedSegments > 0 && SegmentLength == 0)
            errors.Add($"{path}.judged_segments is {JudgedSegments}, but {path}.segment_length is 0, which judges sequences whole: set a length");
        if (FreeWeight == 0 && TeacherWeight == 0)
            errors.Add($"{path}.free_weight and {path}.teacher_weight are both 0: use method teacher for training without adversarial terms");
    }
}
