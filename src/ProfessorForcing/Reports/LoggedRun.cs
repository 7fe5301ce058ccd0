using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Reports;

/// <summary>What a run has logged so far; it may still be going on.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Options">Its configuration.</param>
/// <param name="Summary">Its training in a few numbers.</param>
/// <param name="Unit">The unit of both curves.</param>
/// <param name="Training">Likelihood of the training data, each point the mean over the steps since the last.</param>
/// <param name="Validation">Likelihood of the validation data.</param>
public sealed record LoggedRun(
    string Folder,
    ExperimentOptions Options,
    RunSummary Summary,
    LikelihoodUnit Unit,
    IReadOnlyList<CurvePoint> Training,
    IReadOnlyList<CurvePoint> Validation)
{
    /// <summary>Reads the metrics of a run, also while it is being written.</summary>
    /// <exception cref="StorageException">They are damaged.</exception>
    public static LoggedRun Read(RunFolder run, ExperimentOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(run.Root, options, [.. run.ReadMetrics()]);
    }

    /// <summary>The same from metrics at hand.</summary>
    public static LoggedRun Of(string folder, ExperimentOptions options, IReadOnlyList<MetricsRecord> metrics)
    {
        // The name of its numbers says it, so that a run can be shown without its data.
        var unit = LikelihoodUnit.Named(metrics.SelectMany(record => record.Values.Keys), options.Data.SequenceLength);
        return new(folder, options, RunSummary.Of(metrics), unit, Curve(metrics, "nll", unit), Curve(metrics, "valid_nll", unit));
    }

    private static CurvePoint[] Curve(IReadOnlyList<MetricsRecord> metrics, string name, LikelihoodUnit unit)
    {
        var seconds = 0.0;
        var points = new List<CurvePoint>();
        foreach (var record in metrics)
        {
            seconds = record.Values.GetValueOrDefault("seconds", seconds);
            if (record.Values.TryGetValue(name, out var nll) && double.IsFinite(unit.Of(nll)))
                points.Add(new(record.Step, seconds, unit.Of(nll)));
        }
        return [.. points];
    }
}
