using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Native;
using ProfessorForcing.Reports;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor compare RUN RUN…</c>: runs side by side, finished or not.</summary>
internal sealed class CompareCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _runs = new Argument<string[]>("RUN") { Description = "Run folders; runs may be going on.", Arity = ArgumentArity.OneOrMore }.NotEmpty();
    private readonly Option<string?> _split = CommandLine.Text("--split", "valid|test", "Also measure each run's best checkpoint on the whole of this part of its data.");
    private readonly Option<string?> _plot = CommandLine.Text("--plot", "FILE", "Draw the training and validation curves into this .svg or .png file.");
    private readonly Option<string?> _csv = CommandLine.Text("--csv", "FILE", "Write the table of runs into this file, too.");
    private readonly Option<string?> _dataRoot = CommandLine.DataRoot();
    private readonly Option<int?> _threads = CommandLine.Threads();
    private readonly Option<string> _device = CommandLine.Device();
    private readonly Option<bool> _json = CommandLine.Json();

    private CompareCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var compare = new CompareCommand(terminal);
        var command = new Command("compare", "Compare runs: likelihood, gates, gradients, and means over seeds.")
        {
            compare._runs, compare._split, compare._plot, compare._csv, compare._dataRoot, compare._threads, compare._device, compare._json,
        };
        command.SetAction(compare.Run);
        return command;
    }

    private void Run(ParseResult arguments)
    {
        var split = Split(arguments.GetValue(_split));
        if (arguments.GetValue(_plot) is { } plot)
            CurvePlot.Validate(plot);
        var comparison = RunComparison.Read(arguments.GetValue(_runs)!, ExperimentCatalog.Default);
        var report = new ComparisonReport(comparison, split is null ? "" : OptionNames.Of(split.Value), Measure(comparison, split, arguments));
        if (arguments.GetValue(_csv) is { } csv)
        {
            using var writer = new StreamWriter(OutputFile.Create(csv));
            writer.Write(report.ToCsv());
        }
        if (arguments.GetValue(_plot) is { } path)
            CurvePlot.Write(path, comparison);
        if (arguments.GetValue(_json))
            _terminal.WriteJson(report.ToJson());
        else
            report.Write(_terminal);
    }

    private Dictionary<LoggedRun, (double Nll, double? Excess)> Measure(RunComparison comparison, Split? split, ParseResult arguments)
    {
        var measurements = new Dictionary<LoggedRun, (double Nll, double? Excess)>(ReferenceEqualityComparer.Instance);
        if (split is not { } part)
            return measurements;
        var device = Devices.Parse(arguments.GetValue(_device)!);
        ComputeThreads.Set(arguments.GetValue(_threads) ?? 0);
        var locator = new DataLocator(arguments.GetValue(_dataRoot));
        foreach (var run in comparison.Runs)
        {
            using var trained = TrainedGenerator.Load(run.Folder, ExperimentCatalog.Kinds, device, line => _terminal.Error.WriteLine($"warning: {line}"));
            var set = TrainedRun.OpenData(trained, run.Folder, locator).Open(part);
            var likelihood = LikelihoodEvaluator.Measure(trained.Generator, set);
            var oracle = (trained.Domain as ITextDomain)?.Oracle is { } truth && set is ISymbolSet symbols ? ExposureEvaluator.Likelihood(truth, symbols) : null;
            measurements[run] = (likelihood.Nll, oracle is null ? null : likelihood.Excess(oracle).Difference);
        }
        return measurements;
    }

    private static Split? Split(string? given) => given switch
    {
        null => null,
        "valid" => Data.Split.Valid,
        "test" => Data.Split.Test,
        _ => throw new ConfigurationException($"--split: '{given}' is not one of valid, test"),
    };
}
