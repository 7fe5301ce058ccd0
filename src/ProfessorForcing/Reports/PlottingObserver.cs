using System.Diagnostics;

using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Reports;

/// <summary>
/// Keeps <c>plots/curves.svg</c> of a run that is being trained up to date, and passes everything on to another observer.
/// Drawn is after validations, as long as that takes no more than a hundredth of the time.
/// </summary>
/// <param name="inner">The other observer; also hears, once, that there can be no plot.</param>
/// <param name="run">The run.</param>
/// <param name="options">Its configuration.</param>
public sealed class PlottingObserver(ITrainingObserver inner, RunFolder run, ExperimentOptions options) : ITrainingObserver
{
    private const int LeastRest = 100;

    private Stopwatch? _rest;
    private TimeSpan _cost;
    private bool _failed;

    /// <summary>The plot.</summary>
    public string Path { get; } = System.IO.Path.Combine(run.PlotsPath, "curves.svg");

    /// <summary>Draws what has been logged so far; a run whose plot cannot be drawn goes on without.</summary>
    public void Draw()
    {
        if (_failed)
            return;
        var watch = Stopwatch.StartNew();
        try
        {
            var logged = LoggedRun.Read(run, options);
            if (logged.Training.Count + logged.Validation.Count > 0)
                CurvePlot.Write(Path, new RunComparison([logged], [new RunGroup([logged])]));
        }
        // A full disk, a system that the drawing library has no native part for, or a mistake of that library: whatever it is, a
        // picture is not worth a run.
#pragma warning disable CA1031
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failed = true;
            inner.OnWarning($"no plot of the curves is drawn: {(exception.InnerException ?? exception).Message.ReplaceLineEndings(" ")}");
        }
        (_cost, _rest) = (watch.Elapsed, Stopwatch.StartNew());
    }

    /// <inheritdoc/>
    public void OnStep(long step, StepMetrics metrics) => inner.OnStep(step, metrics);

    /// <inheritdoc/>
    public void OnMetrics(long step, IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        inner.OnMetrics(step, values);
        if (values.ContainsKey("valid_nll") && (_rest is null || _rest.Elapsed > LeastRest * _cost))
            Draw();
    }

    /// <inheritdoc/>
    public void OnSamples(long step, string path) => inner.OnSamples(step, path);

    /// <inheritdoc/>
    public void OnCheckpoint(long step, bool isBest) => inner.OnCheckpoint(step, isBest);

    /// <inheritdoc/>
    public void OnWarning(string message) => inner.OnWarning(message);
}
