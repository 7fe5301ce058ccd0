namespace ProfessorForcing.Forcing;

/// <summary>What was measured in one training step. A value that does not arise in a step is null.</summary>
public sealed record StepMetrics
{
    /// <summary>Elements the NLL was taken over.</summary>
    public required long Elements { get; init; }

    /// <summary>Mean NLL in nats per element (equation 2, normalised).</summary>
    public required double Nll { get; init; }

    /// <summary>Whether the step was left out because a loss or gradient was not finite.</summary>
    public bool Skipped { get; init; }

    /// <summary>‖∂NLL/∂θg‖.</summary>
    public double? NllGradientNorm { get; init; }

    /// <summary>Probability of a sampled input (scheduled sampling).</summary>
    public double? SampledInputs { get; init; }

    /// <summary>Cd, equation 1, in nats.</summary>
    public double? Cd { get; init; }

    /// <summary>Cf, equation 3, in nats per sequence.</summary>
    public double? Cf { get; init; }

    /// <summary>Ct, equation 4, in nats per sequence.</summary>
    public double? Ct { get; init; }

    /// <summary>The discriminator's accuracy on this minibatch.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Its moving average, which the gates go by.</summary>
    public double? AverageAccuracy { get; init; }

    /// <summary>1 if adversarial terms reached the generator, else 0.</summary>
    public double? GeneratorGate { get; init; }

    /// <summary>1 if the discriminator was updated, else 0.</summary>
    public double? DiscriminatorGate { get; init; }

    /// <summary>Share of rows whose logit lay outside the clip.</summary>
    public double? Clipped { get; init; }

    /// <summary>‖∂(λf·Cf + λt·Ct)/∂θg‖, scaled as applied but before the cap.</summary>
    public double? AdversarialGradientNorm { get; init; }

    /// <summary>Adversarial over likelihood gradient norm, as applied (after the cap).</summary>
    public double? GradientRatio { get; init; }

    /// <summary>Cosine between adversarial and likelihood gradient.</summary>
    public double? GradientCosine { get; init; }

    /// <summary>‖∂Cd/∂θd‖.</summary>
    public double? DiscriminatorGradientNorm { get; init; }
}
