using System.Globalization;

using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Training;

/// <summary>A run's training in a few numbers, from its metrics. A value that the run's method does not have is null.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Seconds">Time spent, validation and saving included.</param>
/// <param name="BestNll">Best validation NLL in nats per element.</param>
/// <param name="BestStep">The step it was measured at.</param>
/// <param name="GeneratorGate">Share of steps in which adversarial terms reached the generator.</param>
/// <param name="DiscriminatorGate">Share of steps in which the discriminator was updated.</param>
/// <param name="Accuracy">The discriminator's mean accuracy.</param>
/// <param name="GradientRatio">Mean ratio of adversarial to likelihood gradient norm, over the steps in which the generator's gate was open.</param>
/// <param name="GradientCosine">Mean cosine between the two, over the same steps.</param>
/// <param name="SkippedSteps">Steps left out because a loss or gradient was not finite.</param>
public sealed record RunSummary(
    long Steps,
    double Seconds,
    double? BestNll,
    long BestStep,
    double? GeneratorGate,
    double? DiscriminatorGate,
    double? Accuracy,
    double? GradientRatio,
    double? GradientCosine,
    long SkippedSteps)
{
    // Fewer steps are a try: the gates' averages have only begun.
    private const int FewSteps = 100;
    private const double FewestOpen = 0.1;

    /// <summary>Why this run says little about professor forcing, though it was to be trained by it; null if nothing is wrong.</summary>
    public string? Caveat => this switch
    {
        { Steps: < FewSteps } or { GeneratorGate: null or >= FewestOpen } => null,
        { Accuracy: null } => "hardly professor forcing: the discriminator judged nothing, as no segment was whole in both halves (professor.segment_length, professor.free_running_length)",
        _ => string.Create(CultureInfo.InvariantCulture, $"hardly professor forcing: adversarial terms reached the generator in {GeneratorGate:P1} of the steps (accuracy of D {Accuracy:F2}; see professor.generator_gate, professor.every and professor.warmup_steps)"),
    };

    /// <summary>Reads the metrics of a run.</summary>
    /// <exception cref="StorageException">They are damaged.</exception>
    public static RunSummary Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(run.ReadMetrics());
    }

    /// <summary>Summarises metrics.</summary>
    public static RunSummary Of(IEnumerable<MetricsRecord> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var averages = new MetricsAverager();
        var (last, seconds, bestNll, bestStep, skipped) = (0L, 0.0, (double?)null, 0L, 0L);
        foreach (var record in metrics)
        {
            double? Value(string name) => record.Values.TryGetValue(name, out var value) ? value : null;
            var steps = record.Step - last;
            last = record.Step;
            seconds = Value("seconds") ?? seconds;
            skipped = (long)(Value("skipped_steps") ?? skipped);
            foreach (var name in new[] { "generator_gate", "discriminator_gate", "accuracy" })
                averages.Add(name, Value(name), steps);
            // A line's ratio and cosine are means over the steps with an open gate.
            foreach (var name in new[] { "gradient_ratio", "gradient_cosine" })
                averages.Add(name, Value(name), steps * (Value("generator_gate") ?? 0));
            if (Value("valid_nll") is { } nll && !(nll >= bestNll))
                (bestNll, bestStep) = (nll, record.Step);
        }
        var means = averages.Take();
        double? Mean(string name) => means.TryGetValue(name, out var value) ? value : null;
        return new RunSummary(last, seconds, bestNll, bestStep,
            Mean("generator_gate"), Mean("discriminator_gate"), Mean("accuracy"), Mean("gradient_ratio"), Mean("gradient_cosine"), skipped);
    }
}
