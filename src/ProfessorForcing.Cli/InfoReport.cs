using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor info</c> shows of an experiment.</summary>
internal sealed record InfoReport(ExperimentOptions Options, IDomain Domain, CostModel Cost, TimeEstimate? Time)
{
    private static readonly ForcingKind[] Methods = Enum.GetValues<ForcingKind>();

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        var training = Options.Training;
        terminal.Output.WriteLine($"{Options.Name}: {Options.Description}");
        terminal.Output.WriteLine($"method {OptionNames.Of(Options.Method)}; {training.Steps:N0} steps of {training.BatchSize} sequences of {Options.Data.SequenceLength} {Domain.ElementName}s ({Cost.ElementsPerStep:N0} a step); behaviour of width {Cost.BehaviourWidth:N0}");
        terminal.Output.WriteLine();
        terminal.WriteTable(
            ["network", "part", ">inputs", ">outputs", ">parameters", $">MFLOP forward per {Domain.ElementName}"],
            Cost.Parts.Select(part => new[] { part.Network, part.Part, $"{part.Inputs:N0}", $"{part.Outputs:N0}", $"{part.Parameters:N0}", $"{part.ForwardFlops / 1e6:N3}" })
                .Concat(Networks().Select(network => new[]
                {
                    network, "all", "", "", $"{Cost.Parameters(network):N0}", $"{Cost.Parts.Where(part => part.Network == network).Sum(part => part.ForwardFlops) / 1e6:N3}",
                })));
        terminal.Output.WriteLine();
        var total = Cost.FlopsPerStep(Options.Method);
        terminal.WriteTable(
            [$"pass of a step ({OptionNames.Of(Options.Method)})", ">GFLOP", ">share"],
            Cost.Passes[Options.Method].Select(pass => new[] { pass.Pass, $"{pass.Flops / 1e9:N3}", $"{pass.Flops / total:P1}" }));
        terminal.Output.WriteLine();
        terminal.WriteTable(
            ["method", ">GFLOP per step", $">MFLOP per {Domain.ElementName}", ">times teacher forcing"],
            Methods.Select(method => new[] { OptionNames.Of(method), $"{Cost.FlopsPerStep(method) / 1e9:N3}", $"{Cost.FlopsPerElement(method) / 1e6:N3}", $"{Cost.Ratio(method):N2}" }));
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"memory, estimated: {Mebibytes(Cost.Memory.Parameters)} parameters, {Mebibytes(Cost.Memory.Optimizer)} gradients and optimiser, {Mebibytes(Cost.Memory.Activations)} activations: {Mebibytes(Cost.Memory.Total)}");
        terminal.Output.WriteLine(TimeLine());
    }

    /// <summary>For programs; sizes in bytes, arithmetic in floating-point operations.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Options.Name,
        ["description"] = Options.Description,
        ["method"] = OptionNames.Of(Options.Method),
        ["element"] = Domain.ElementName,
        ["elements_per_step"] = Cost.ElementsPerStep,
        ["behaviour_width"] = Cost.BehaviourWidth,
        ["parameters"] = new JsonObject(Networks().Select(network => KeyValuePair.Create(network, (JsonNode?)Cost.Parameters(network)))),
        ["parts"] = new JsonArray([.. Cost.Parts.Select(part => new JsonObject
        {
            ["network"] = part.Network,
            ["part"] = part.Part,
            ["inputs"] = part.Inputs,
            ["outputs"] = part.Outputs,
            ["parameters"] = part.Parameters,
            ["forward_flops_per_element"] = part.ForwardFlops,
        })]),
        ["methods"] = new JsonObject(Methods.Select(method => KeyValuePair.Create(OptionNames.Of(method), (JsonNode?)new JsonObject
        {
            ["flops_per_step"] = Cost.FlopsPerStep(method),
            ["flops_per_element"] = Cost.FlopsPerElement(method),
            ["times_teacher_forcing"] = Cost.Ratio(method),
            ["passes"] = new JsonArray([.. Cost.Passes[method].Select(pass => new JsonObject { ["pass"] = pass.Pass, ["flops"] = pass.Flops })]),
        }))),
        ["memory"] = new JsonObject
        {
            ["parameters"] = Cost.Memory.Parameters,
            ["optimizer"] = Cost.Memory.Optimizer,
            ["activations"] = Cost.Memory.Activations,
            ["total"] = Cost.Memory.Total,
        },
        ["time"] = Time is null ? null : new JsonObject
        {
            ["is_measured"] = Time.IsMeasured,
            ["seconds_per_step"] = Time.SecondsPerStep,
            ["flops_per_second"] = Time.FlopsPerSecond,
            ["steps"] = Time.Steps,
            ["steps_done"] = Time.Done,
            ["seconds_spent"] = Time.Spent,
            ["seconds_left"] = Time.Left,
            ["seconds_total"] = Time.Total,
        },
        ["config"] = ExperimentCatalog.Default.Write(Options),
    };

    private string TimeLine() => Time switch
    {
        null => "time: unknown, because there is no libtorch to measure this machine with",
        { IsMeasured: true } => $"time, measured in this run: {Time.SecondsPerStep:G3} s a step with validation and saving ({Time.FlopsPerSecond / 1e9:N1} GFLOP/s); {Time.Done:N0} steps in {Duration.Format(TimeSpan.FromSeconds(Time.Spent))}, {Duration.Format(TimeSpan.FromSeconds(Time.Left))} left for {Time.Steps:N0}",
        _ => $"time, estimated: {Time.SecondsPerStep:G3} s a step, {Duration.Format(TimeSpan.FromSeconds(Time.Total))} for {Time.Steps:N0} steps, at the {Time.FlopsPerSecond / 1e9:G3} GFLOP/s that this machine just did in the largest recurrent layer; validation and saving come on top",
    };

    private IEnumerable<string> Networks() => Cost.Parts.Select(part => part.Network).Distinct();

    private static string Mebibytes(double bytes) => $"{bytes / (1 << 20):N1} MiB";
}
