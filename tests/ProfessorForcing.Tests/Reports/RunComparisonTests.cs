using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Reports;
using ProfessorForcing.Storage;
using ProfessorForcing.Tests.Storage;

namespace ProfessorForcing.Tests.Reports;

public sealed class RunComparisonTests : IDisposable
{
    private static readonly ExperimentCatalog Catalog = ExperimentCatalog.Default;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Curves_are_in_the_unit_of_the_metrics()
    {
        var bits = LoggedRuns.Run(ForcingKind.Teacher, 1, floor: 0.5);
        Assert.Equal(LikelihoodUnit.Bits, bits.Unit);
        Assert.Equal(new CurvePoint(10, 2, 0.8 / Math.Log(2)), bits.Training[0]);
        Assert.Equal([50L, 100], bits.Validation.Select(point => point.Step));
        var words = LoggedRuns.Run(ForcingKind.Teacher, 1, floor: 0.5, unit: "perplexity");
        Assert.Equal(LikelihoodUnit.Perplexity, words.Unit);
        Assert.Equal(Math.Exp(0.8), words.Training[0].Value, 1e-12);
    }

    [Fact]
    public void A_curve_leaves_out_what_is_not_finite()
    {
        MetricsRecord[] metrics = [new(1, new Dictionary<string, double> { ["nll"] = double.NaN }), new(2, new Dictionary<string, double> { ["nll"] = 1 })];
        Assert.Equal([2L], LoggedRun.Of("run", Catalog.Load("oracle"), metrics).Training.Select(point => point.Step));
    }

    [Fact]
    public void A_summary_weights_each_line_by_its_steps()
    {
        var summary = LoggedRuns.Run(ForcingKind.Professor, 1, floor: 0.5).Summary;
        Assert.Equal((100L, 20.0, 100L, 2L), (summary.Steps, summary.Seconds, summary.BestStep, summary.SkippedSteps));
        Assert.Equal(0.63, summary.BestNll!.Value, 1e-12);
        Assert.Equal((0.5, 1.0, 0.75), (summary.GeneratorGate, summary.DiscriminatorGate, summary.Accuracy));
        Assert.Null(LoggedRuns.Run(ForcingKind.Teacher, 1, floor: 0.5).Summary.GeneratorGate);
    }

    [Fact]
    public void Settings_of_the_data_in_which_runs_differ_are_named_but_not_how_data_are_cut()
    {
        LoggedRun Run(params string[] changes) => LoggedRun.Of("run", Catalog.Load("mnist-small", ["data.kind=idx", .. changes]), []);
        Assert.Empty(RunComparison.Of([Run(), Run("data.coordinates=false")], Catalog).DataDifferences(Catalog));
        Assert.Equal(
            ["data.binarization: \"stochastic\", \"threshold\"", "data.binarization_seed: 1, 2"],
            RunComparison.Of([Run(), Run("data.binarization=threshold"), Run("data.binarization_seed=2")], Catalog).DataDifferences(Catalog));
    }

    [Fact]
    public void Runs_that_differ_only_in_the_seed_belong_together()
    {
        var other = LoggedRuns.Run(ForcingKind.Teacher, 3, 0.5);
        other = other with { Options = other.Options with { Training = other.Options.Training with { LearningRate = 0.5 } } };
        var comparison = RunComparison.Of(
            [LoggedRuns.Run(ForcingKind.Teacher, 1, 0.5), LoggedRuns.Run(ForcingKind.Professor, 1, 0.4), LoggedRuns.Run(ForcingKind.Teacher, 2, 0.7), other], Catalog);
        Assert.Equal([2, 1, 1], comparison.Groups.Select(group => group.Runs.Count));
        Assert.Equal([true, false, false], comparison.Groups.Select(group => group.IsRepeated));
        var spread = comparison.Groups[0].Over(run => run.Summary.BestNll)!;
        Assert.Equal(0.73, spread.Mean, 1e-12);
        Assert.Equal(0.2 / Math.Sqrt(2), spread.Deviation!.Value, 1e-12);
        Assert.Null(comparison.Groups[0].Over(run => run.Summary.Accuracy));
    }

    [Fact]
    public void One_number_has_no_deviation() => Assert.Equal(new Spread(2, null, 1), Spread.Of([2]));

    [Fact]
    public void A_run_is_read_while_it_is_being_written()
    {
        using var run = RunFolder.Create(_folder["run"], Catalog.WriteText(Catalog.Load("oracle")));
        Assert.Equal(0, RunComparison.Read([run.Root], Catalog).Runs[0].Summary.Steps);
        using var log = new MetricsLog(run.MetricsPath);
        log.Append(5, [new("nll", 1)]);
        using (var writer = new FileStream(run.MetricsPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            writer.Write("{\"step\":6,\"nl"u8);
        Assert.Equal(5, RunComparison.Read([run.Root], Catalog).Runs[0].Summary.Steps);
    }

    [Fact]
    public void Everything_wrong_with_the_folders_is_said_at_once()
    {
        RunFolder.Create(_folder["run"], Catalog.WriteText(Catalog.Load("oracle"))).Dispose();
        RunFolder.Create(_folder["odd"], "{\"seed\": -1}").Dispose();
        var exception = Assert.Throws<ConfigurationException>(() => RunComparison.Read([_folder["run"], _folder["none"], _folder["run"], _folder["odd"]], Catalog));
        Assert.Contains($"{_folder["none"]} is no run folder: it has no config.json", exception.Errors);
        Assert.Contains($"{_folder["run"]} is named twice", exception.Errors);
        Assert.Contains(exception.Errors, error => error.StartsWith($"{_folder["odd"]}: seed: ", StringComparison.Ordinal));
    }
}
