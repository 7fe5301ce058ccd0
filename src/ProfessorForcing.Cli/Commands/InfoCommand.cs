using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Outputs;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor info EXPERIMENT|RUN</c>: shapes, parameters, arithmetic and memory.</summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("EXPERIMENT|RUN") { Description = "A named experiment, the path of a .json file, or a run folder." };
        var set = CommandLine.Set();
        var root = CommandLine.DataRoot();
        var json = CommandLine.Json();
        var command = new Command("info", "Show shapes, parameters, arithmetic of a training step, and memory.") { target, set, root, json };
        command.SetAction(result =>
        {
            var options = Load(result.GetValue(target)!, result.GetValue(set) ?? []);
            var domain = options.Data.Open(new DataLocator(result.GetValue(root)));
            var cost = CostModel.Of(options, OutputDistributions.For(domain.Elements).ParameterCount);
            var report = new InfoReport(options, domain, cost);
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
}
