using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Reports;
using ProfessorForcing.Storage;
using ProfessorForcing.Tests.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Reports;

public sealed class PlottingObserverTests : IDisposable
{
    private static readonly ExperimentOptions Options = ExperimentCatalog.Default.Load("oracle");

    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;
    private readonly Listener _inner = new();
    private readonly PlottingObserver _observer;

    public PlottingObserverTests()
    {
        _run = RunFolder.Create(_folder["run"], "{}");
        _observer = new PlottingObserver(_inner, _run, Options);
    }

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_validation_is_followed_by_a_plot()
    {
        Log(1, 2.5);
        _observer.OnMetrics(1, new Dictionary<string, double> { ["nll"] = 2.5 });
        Assert.False(File.Exists(_observer.Path));
        _observer.OnMetrics(1, new Dictionary<string, double> { ["valid_nll"] = 2.5 });
        Assert.True(File.Exists(_observer.Path));
        Assert.Equal([1L, 1], _inner.Metrics);
        Assert.Empty(_inner.Warnings);
    }

    // Metrics that are damaged, which it expects; and numbers too large for the drawing library, which it does not.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_plot_that_cannot_be_drawn_is_one_warning_and_no_error(bool isUnexpected)
    {
        if (isUnexpected)
        {
            Log(1, 1e308);
            Log(2, -1e308);
        }
        else
        {
            File.WriteAllText(_run.MetricsPath, "{\n");
        }
        _observer.Draw();
        _observer.Draw();
        Assert.StartsWith("no plot of the curves is drawn: ", Assert.Single(_inner.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', _inner.Warnings[0]);
    }

    private void Log(long step, double nll)
    {
        using var log = new MetricsLog(_run.MetricsPath);
        log.Append(step, [new("nll", nll), new("seconds", step)]);
    }

    private sealed class Listener : ITrainingObserver
    {
        public List<string> Warnings { get; } = [];

        public List<long> Metrics { get; } = [];

        public void OnStep(long step, StepMetrics metrics)
        {
        }

        public void OnMetrics(long step, IReadOnlyDictionary<string, double> values) => Metrics.Add(step);

        public void OnSamples(long step, string path)
        {
        }

        public void OnCheckpoint(long step, bool isBest)
        {
        }

        public void OnWarning(string message) => Warnings.Add(message);
    }
}
