using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Bench;
using ProfessorForcing.Configuration;
using ProfessorForcing.Native;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor bench</c>: this machine's speed as ratios to a straightforward implementation and to the hardware's limits.</summary>
internal sealed class BenchCommand
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly Argument<string[]> _names = new("NAME") { Description = "Rows to measure; none: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<TimeSpan?> _budget = CommandLine.Duration("--budget", "Time for each comparison; 10s if not given.");
    private readonly Option<int?> _threads = CommandLine.Threads();
    private readonly Option<bool> _list = new("--list") { Description = "Name the rows and measure nothing." };
    private readonly Option<string?> _measure = new("--measure") { Description = "Measure one thing in this process, for another one that asks.", Hidden = true };
    private readonly Option<bool> _json = CommandLine.Json();

    private BenchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var bench = new BenchCommand(terminal);
        var command = new Command("bench", "Measure speed against a straightforward implementation on libtorch's modules, and against the machine's limits.")
        {
            bench._names, bench._budget, bench._threads, bench._list, bench._measure, bench._json,
        };
        command.SetAction(bench.Run);
        return command;
    }

    private void Run(ParseResult arguments)
    {
        var names = arguments.GetValue(_names) ?? [];
        foreach (var name in names.Except(SpeedBench.Names))
            throw new ConfigurationException($"'{name}' is not measured; allowed: {string.Join(", ", SpeedBench.Names)}");
        if (arguments.GetValue(_list))
        {
            foreach (var name in SpeedBench.Names)
                _terminal.Output.WriteLine(name);
            return;
        }
        var threads = ComputeThreads.Set(arguments.GetValue(_threads) ?? 0);
        if (arguments.GetValue(_measure) is { } key)
        {
            _terminal.Output.WriteLine(Separate.Answer(key).ToString(CultureInfo.InvariantCulture));
            return;
        }
        var bench = new SpeedBench(threads, arguments.GetValue(_budget) ?? Usual);
        var rows = new List<BenchRow>();
        foreach (var row in bench.Run(names))
        {
            rows.Add(row);
            _terminal.Error.WriteLine($"{row.Name}: {row.Ratio:F2}");
        }
        if (arguments.GetValue(_json))
            _terminal.WriteJson(new JsonArray([.. rows.Select(ToJson)]));
        else
            Write(rows);
    }

    private void Write(IEnumerable<BenchRow> rows) => _terminal.WriteTable(
        ["name", "what", ">ours", ">theirs", "unit", ">ratio", ">target"],
        rows.Select(row => new[]
        {
            row.Name, row.What, $"{row.Ours:N2}", $"{row.Theirs:N2}", row.Unit, $"{row.Ratio:N2}",
            row.Target is { } target ? $"{(row.AtMost ? "≤" : "≥")} {target:0.##}{(row.IsMet == true ? "" : " missed")}" : "",
        }));

    private static JsonNode ToJson(BenchRow row) => new JsonObject
    {
        ["name"] = row.Name,
        ["what"] = row.What,
        ["ratio"] = row.Ratio,
        ["target"] = row.Target,
        ["bound"] = row.Target is null ? null : row.AtMost ? "at most" : "at least",
        ["ours"] = row.Ours,
        ["theirs"] = row.Theirs,
        ["unit"] = row.Unit,
        ["our_gflops"] = row.OurFlops > 0 ? row.OurFlops / row.Ours / 1e6 : null,
        ["their_gflops"] = row.TheirFlops > 0 ? row.TheirFlops / row.Theirs / 1e6 : null,
    };
}
