using System.Text;

using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Training;

/// <summary>Writes metrics, TensorBoard events and samples of a run.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly MetricsLog _metrics;
    private readonly TensorBoardWriter _events;
    private readonly SamplesFolder _samples;

    /// <summary>Opens the logs of a run to append to them.</summary>
    public TrainingLog(RunFolder run)
    {
        _metrics = new MetricsLog(run.MetricsPath);
        _events = new TensorBoardWriter(run.EventsPath, TimeProvider.System);
        _samples = new SamplesFolder(run.SamplesPath);
    }

    /// <summary>Takes a step's measurements into the averages. A step that was left out has none worth averaging.</summary>
    public static void Collect(MetricsAverager averages, StepMetrics metrics)
    {
        if (metrics.Skipped)
            return;
        averages.Add("nll", metrics.Nll, metrics.Elements);
        averages.Add("nll_gradient_norm", metrics.NllGradientNorm);
        averages.Add("sampled_inputs", metrics.SampledInputs);
        averages.Add("cd", metrics.Cd);
        averages.Add("cf", metrics.Cf);
        averages.Add("ct", metrics.Ct);
        averages.Add("accuracy", metrics.Accuracy);
        averages.Add("average_accuracy", metrics.AverageAccuracy);
        averages.Add("generator_gate", metrics.GeneratorGate);
        averages.Add("discriminator_gate", metrics.DiscriminatorGate);
        averages.Add("clipped", metrics.Clipped);
        averages.Add("adversarial_gradient_norm", metrics.AdversarialGradientNorm);
        averages.Add("gradient_ratio", metrics.GradientRatio);
        averages.Add("gradient_cosine", metrics.GradientCosine);
        averages.Add("discriminator_gradient_norm", metrics.DiscriminatorGradientNorm);
    }

    /// <summary>Writes one line of metrics, and the same numbers as events.</summary>
    public void Write(long step, IReadOnlyDictionary<string, double> values)
    {
        _metrics.Append(step, values);
        _events.AddScalars(step, values.Select(pair =>
            KeyValuePair.Create(pair.Key.StartsWith("valid_", StringComparison.Ordinal) ? $"valid/{pair.Key[6..]}" : $"train/{pair.Key}", pair.Value)));
    }

    /// <summary>Writes samples.</summary>
    /// <returns>The file's path.</returns>
    public string WriteSamples(long step, IDomain domain, Action<Stream> write)
    {
        var path = _samples.Write(step, domain.SampleExtension, write);
        if (domain.RendersText)
            _events.AddText(step, "samples", File.ReadAllText(path, Encoding.UTF8));
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }
}
