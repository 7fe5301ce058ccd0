using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Native;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor info EXPERIMENT|RUN</c>: shapes, parameters, arithmetic, memory and expected time.</summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("EXPERIMENT|RUN") { Description = "A named experiment, the path of a .json file, or a run folder." }.NotEmpty();
        var set = CommandLine.Set();
        var root = CommandLine.DataRoot();
        var threads = CommandLine.Threads();
        var device = CommandLine.Device();
        var json = CommandLine.Json();
        var command = new Command("info", "Show shapes, parameters, arithmetic of a training step, memory, and expected time.") { target, set, root, threads, device, json };
        command.SetAction(result =>
        {
            var (name, changes) = (result.GetValue(target)!, result.GetValue(set) ?? []);
            var options = Load(name, changes);
            var domain = options.Data.Open(new DataLocator(result.GetValue(root)));
            var cost = CostModel.Of(options, domain.Elements);
            // A run's own speed says nothing about other settings.
            var time = (changes.Length == 0 ? Measured(name, options, cost) : null) ?? Estimated(options, cost, result.GetValue(device)!, result.GetValue(threads) ?? 0);
            var report = new InfoReport(options, domain, cost, time);
            if (result.GetValue(json))
                terminal.WriteJson(report.ToJson());
            else
                report.Write(terminal);
        });
        return command;
    }

    private static ExperimentOptions Load(string target, IReadOnlyList<string> assignments) => Directory.Exists(target)
        ? ExperimentCatalog.Default.LoadRun(target, assignments)
        : ExperimentCatalog.Default.Load(target, assignments);

    private static TimeEstimate? Measured(string target, ExperimentOptions options, CostModel cost)
    {
        if (!Directory.Exists(target))
            return null;
        using var run = RunFolder.OpenRead(target);
        var summary = RunSummary.Of(run);
        return TimeEstimate.Of(summary, options.Training.Steps, cost.FlopsPerStep(options.Method, summary));
    }

    // All the rest is known without tensors, so a system that libtorch does not exist for gets that.
    private static TimeEstimate? Estimated(ExperimentOptions options, CostModel cost, string device, int threads)
    {
        try
        {
            var where = Devices.Parse(device);
            ComputeThreads.Set(threads);
            return TimeEstimate.Of(SpeedProbe.Measure(options, cost, where), options.Training.Steps, cost.FlopsPerStep(options.Method));
        }
        catch (Exception exception) when (exception is DllNotFoundException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
