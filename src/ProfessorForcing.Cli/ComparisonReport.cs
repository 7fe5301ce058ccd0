using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Reports;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor compare</c> shows.</summary>
/// <param name="Comparison">The runs.</param>
/// <param name="SplitName">The split that was measured; empty if none was.</param>
/// <param name="Measured">NLL and, where the true distribution is known, NLL above it, in nats per element, of that split.</param>
internal sealed record ComparisonReport(
    RunComparison Comparison, string SplitName, IReadOnlyDictionary<LoggedRun, (double Nll, double? Excess)> Measured)
{
    private const string Missing = "–";

    private sealed record Column(string Key, string Heading, string Format, Func<LoggedRun, double?> Number);

    private static readonly Column[] Logged =
    [
        new("steps", "steps", "N0", run => run.Summary.Steps),
        new("minutes", "minutes", "F1", run => run.Summary.Seconds / 60),
        new("best_validation", "validation", "F4", run => run.Summary.BestNll is { } nll ? run.Unit.Of(nll) : null),
        new("best_step", "at step", "N0", run => run.Summary.BestNll is null ? null : run.Summary.BestStep),
        new("generator_gate", "G gate open", "P1", run => run.Summary.GeneratorGate),
        new("discriminator_gate", "D gate open", "P1", run => run.Summary.DiscriminatorGate),
        new("accuracy", "D accuracy", "F3", run => run.Summary.Accuracy),
        new("gradient_ratio", "gradient ratio", "G3", run => run.Summary.GradientRatio),
        new("skipped_steps", "skipped", "N0", run => run.Summary.SkippedSteps),
    ];

    private IReadOnlyList<Column> Columns => SplitName.Length == 0
        ? Logged
        :
        [
            .. Logged,
            new(SplitName, SplitName, "F4", run => run.Unit.Of(Measured[run].Nll)),
            .. Measured.Values.Any(measured => measured.Excess is not null)
                ? new[] { new Column($"{SplitName}_excess_bits", $"{SplitName} above oracle, bits", "F4", run => Measured[run].Excess is { } excess ? LikelihoodUnit.Bits.Of(excess) : null) }
                : [],
        ];

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        terminal.WriteTable(
            ["run", "experiment", "method", ">seed", "unit", .. Columns.Select(column => $">{column.Heading}")],
            Comparison.Runs.Select(run => (string[])
            [
                run.Folder, run.Options.Name, OptionNames.Of(run.Options.Method), $"{run.Options.Seed}", run.Unit.Name,
                .. Columns.Select(column => Text(column.Number(run), column)),
            ]));
        foreach (var difference in Comparison.DataDifferences(ExperimentCatalog.Default))
            terminal.Output.WriteLine($"note: likelihoods of different data cannot be compared, and these runs differ in {difference}");
        var repeated = Comparison.Groups.Where(group => group.IsRepeated).ToArray();
        if (repeated.Length == 0)
            return;
        terminal.Output.WriteLine();
        terminal.WriteTable(
            ["mean ± standard deviation", "method", "seeds", "unit", .. Columns.Select(column => $">{column.Heading}")],
            repeated.Select(group => (string[])
            [
                group.Runs[0].Options.Name, OptionNames.Of(group.Runs[0].Options.Method), string.Join(' ', Seeds(group)), group.Runs[0].Unit.Name,
                .. Columns.Select(column => Text(group.Over(column.Number), column)),
            ]));
    }

    /// <summary>For programs; likelihoods in the row's unit.</summary>
    public JsonObject ToJson() => new()
    {
        ["runs"] = new JsonArray([.. Comparison.Runs.Select(run => new JsonObject(
        [
            new("run", run.Folder),
            new("experiment", run.Options.Name),
            new("method", OptionNames.Of(run.Options.Method)),
            new("seed", run.Options.Seed),
            new("unit", run.Unit.Name),
            .. Columns.Select(column => KeyValuePair.Create(column.Key, (JsonNode?)Number(column.Number(run)))),
        ]))]),
        ["data_differences"] = new JsonArray([.. Comparison.DataDifferences(ExperimentCatalog.Default).Select(difference => JsonValue.Create(difference))]),
        ["groups"] = new JsonArray([.. Comparison.Groups.Where(group => group.IsRepeated).Select(group => new JsonObject(
        [
            new("experiment", group.Runs[0].Options.Name),
            new("method", OptionNames.Of(group.Runs[0].Options.Method)),
            new("seeds", new JsonArray([.. Seeds(group).Select(seed => (JsonNode?)seed)])),
            new("unit", group.Runs[0].Unit.Name),
            .. Columns.Select(column => KeyValuePair.Create(column.Key, (JsonNode?)Json(group.Over(column.Number)))),
        ]))]),
    };

    /// <summary>The table of runs as comma-separated values (RFC 4180), likelihoods in the row's unit, all digits.</summary>
    public string ToCsv()
    {
        string[] heading = ["run", "experiment", "method", "seed", "unit", .. Columns.Select(column => column.Key)];
        var rows = Comparison.Runs.Select(run => (string[])
        [
            run.Folder, run.Options.Name, OptionNames.Of(run.Options.Method), $"{run.Options.Seed}", run.Unit.Name,
            .. Columns.Select(column => column.Number(run)?.ToString("R", CultureInfo.InvariantCulture) ?? ""),
        ]);
        return string.Concat(rows.Prepend(heading).Select(row => string.Join(',', row.Select(Quote)) + "\n"));
    }

    private static IEnumerable<long> Seeds(RunGroup group) => group.Runs.Select(run => run.Options.Seed);

    private static string Text(double? number, Column column) => number?.ToString(column.Format, CultureInfo.InvariantCulture) ?? Missing;

    private static string Text(Spread? spread, Column column)
    {
        if (spread is null)
            return Missing;
        // Steps may have half a step on average; whole numbers keep one digit more there.
        var format = column.Format == "N0" ? "N1" : column.Format;
        var mean = spread.Mean.ToString(format, CultureInfo.InvariantCulture);
        return spread.Deviation is { } deviation ? $"{mean} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}" : mean;
    }

    // JSON has no NaN and no infinity.
    private static JsonValue? Number(double? number) => number is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonObject? Json(Spread? spread) => spread is null
        ? null
        : new() { ["mean"] = Number(spread.Mean), ["deviation"] = Number(spread.Deviation), ["count"] = spread.Count };

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
