using ProfessorForcing.Discriminators;
using ProfessorForcing.Generators;
using ProfessorForcing.Optimization;
using ProfessorForcing.Training;

namespace ProfessorForcing.Forcing;

/// <summary>
/// Applies the gradients of one professor-forcing step: whether the step counts, the cap on the adversarial gradient,
/// shared or separate moments, the discriminator's learning rate. An optimiser whose gate is closed is not touched.
/// </summary>
internal sealed class AdversarialUpdates : IDisposable
{
    private readonly ProfessorForcingOptions _options;
    private readonly TrainingOptions _training;
    private readonly AdamOptimizer _generator;
    private readonly AdamOptimizer? _adversarial;
    private readonly AdamOptimizer _discriminator;

    public AdversarialUpdates(
        IGenerator generator, IDiscriminator discriminator, ProfessorForcingOptions options, TrainingOptions training)
    {
        (_options, _training) = (options, training);
        _generator = new AdamOptimizer("generator", generator.Parameters, training);
        if (options.AdversarialOptimizer == AdversarialOptimizer.Separate)
            _adversarial = new AdamOptimizer("adversarial", generator.Parameters, training);
        _discriminator = new AdamOptimizer("discriminator", discriminator.Parameters, training);
    }

    public IReadOnlyList<AdamOptimizer> Optimizers =>
        _adversarial is null ? [_generator, _discriminator] : [_generator, _adversarial, _discriminator];

    /// <summary>Updates both networks, or neither if anything measured is not finite.</summary>
    /// <param name="likelihood">∂NLL/∂θg.</param>
    /// <param name="adversarial">∂(λf·Cf + λt·Ct)/∂θg; null while the generator's gate is closed.</param>
    /// <param name="discriminator">∂Cd/∂θd; null while the discriminator's gate is closed.</param>
    /// <param name="metrics">What was measured so far.</param>
    /// <param name="learningRate">The generator's.</param>
    public StepMetrics Apply(
        Gradients likelihood, Gradients? adversarial, Gradients? discriminator, StepMetrics metrics, double learningRate)
    {
        metrics = metrics with
        {
            NllGradientNorm = likelihood.Norm(),
            AdversarialGradientNorm = adversarial?.Norm(),
            DiscriminatorGradientNorm = discriminator?.Norm(),
        };
        double?[] measured =
            [metrics.Nll, metrics.NllGradientNorm, metrics.Accuracy, metrics.Cd, metrics.AdversarialGradientNorm, metrics.DiscriminatorGradientNorm];
        if (measured.Any(value => value is { } number && !double.IsFinite(number)))
            return metrics with { Skipped = true };

        if (discriminator is not null)
            Update(_discriminator, discriminator, DiscriminatorLearningRate(learningRate));
        if (adversarial is null)
        {
            Update(_generator, likelihood, learningRate);
            return metrics;
        }
        var cap = Cap(metrics);
        var (likelihoodNorm, norm) = (metrics.NllGradientNorm!.Value, metrics.AdversarialGradientNorm!.Value);
        metrics = metrics with
        {
            GradientCosine = likelihoodNorm * norm > 0 ? likelihood.Dot(adversarial) / (likelihoodNorm * norm) : null,
            GradientRatio = likelihoodNorm > 0 ? cap * norm / likelihoodNorm : null,
        };
        if (_adversarial is null)
        {
            Update(_generator, likelihood.Plus(adversarial, cap), learningRate);
            return metrics;
        }
        Update(_generator, likelihood, learningRate);
        Update(_adversarial, adversarial, learningRate, cap);
        return metrics;
    }

    public void Dispose()
    {
        foreach (var optimizer in Optimizers)
            optimizer.Dispose();
    }

    // What the adversarial gradient is multiplied by, so that its norm stays below the largest ratio to the likelihood's.
    private double Cap(StepMetrics metrics)
    {
        var (limit, norm) = (_options.MaxGradientRatio * metrics.NllGradientNorm!.Value, metrics.AdversarialGradientNorm!.Value);
        return limit > 0 && norm > limit ? limit / norm : 1;
    }

    private void Update(AdamOptimizer optimizer, Gradients gradients, double learningRate, double factor = 1) =>
        optimizer.Update(gradients, learningRate, factor * gradients.FactorTo(_training.ClipNorm / factor));

    private double DiscriminatorLearningRate(double learningRate) => _options.DiscriminatorLearningRate > 0
        ? _options.DiscriminatorLearningRate * learningRate / _training.LearningRate
        : learningRate;
}
