using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Evaluation.Handwriting;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate --quality</c> shows of handwriting.</summary>
internal sealed record HandwritingReport(HandwritingQuality Quality) : IQualityReport
{
    /// <summary>Samples if nobody says how many.</summary>
    public const int UsualCount = 200;

    /// <summary>Their length in points, the paper's.</summary>
    public const int UsualLength = 1000;

    /// <inheritdoc/>
    public void Write(Terminal terminal)
    {
        var (segments, output) = (Quality.Segments, terminal.Output);
        output.WriteLine();
        output.WriteLine(Line($"{segments.Samples:N0} samples of {Quality.Length:N0} points, bias {Quality.Bias}, beside as many real lines: Wasserstein distance in standard deviations of real lines (other real lines), by segment of {segments.SegmentLength} points"));
        terminal.WriteTable(
            [">points", ">samples", .. segments.Measures.Select(measure => $">{OptionNames.Of(measure.Measure)}")],
            Enumerable.Range(0, segments.Measures.Max(measure => measure.Segments.Count)).Select(k => new[] { $"{k * segments.SegmentLength:N0}", Samples(k) }
                .Concat(segments.Measures.Select(measure => k < measure.Segments.Count ? Show(measure.Segments[k]) : "–")).ToArray())
            .Append(["trend", "", .. segments.Measures.Select(measure => measure.Trend is { } trend ? Line($"{trend.Difference:F3} ± {trend.Error:F3} ({Show(trend.Floor)})") : "–")]));
        if (segments.Measures.All(measure => measure.Segments.All(segment => segment.Distance is null)))
            output.WriteLine($"no distances: they need {SegmentComparison.UsualLeastLines} samples and as many real lines that are long enough");
        output.WriteLine();
        output.WriteLine("The window: shares with their standard errors, beside those of real lines that the generator reads");
        terminal.WriteTable(
            ["", ">single lines", ">real lines", Line($">lines of {Quality.Length:N0} points"), ">real lines"],
            Shares.Select(share => (string[])[share.Name.Replace('_', ' '), .. Pair(Quality.Window, share.Of), .. share.OfWhole ? ["", ""] : Pair(Quality.LongWindow, share.Of)]));

        static string[] Pair(WindowComparison windows, Func<WindowReport, Share?> share) => [Show(share(windows.Samples)), Show(share(windows.RealLines))];
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["samples"] = Quality.Segments.Samples,
        ["length"] = Quality.Length,
        ["bias"] = Quality.Bias,
        ["segment_length"] = Quality.Segments.SegmentLength,
        ["measures"] = new JsonArray([.. Quality.Segments.Measures.Select(ToJson)]),
        ["window"] = ToJson(Quality.Window, Shares),
        ["long_window"] = ToJson(Quality.LongWindow, Shares.Where(share => !share.OfWhole)),
    };

    // Samples of a given length do not come to the end of their texts.
    private static IReadOnlyList<(string Name, bool OfWhole, Func<WindowReport, Share?> Of)> Shares { get; } =
    [
        ("ended_by_itself", true, window => window.Ended), ("finished", true, window => window.Finished), ("read_everything_once", true, window => window.ReadOnce), ("with_skips", false, window => window.WithSkips),
        ("with_repeats", false, window => window.WithRepeats), ("stuck", false, window => window.Stuck), ("characters_skipped", false, window => window.SkippedCharacters),
        ("characters_repeated", false, window => window.RepeatedCharacters), ("characters_unread", true, window => window.UnreadCharacters),
    ];

    private static JsonObject ToJson(WindowComparison windows, IEnumerable<(string Name, bool OfWhole, Func<WindowReport, Share?> Of)> shares)
    {
        return new() { ["samples"] = Report(windows.Samples), ["real_lines"] = Report(windows.RealLines) };

        JsonObject Report(WindowReport report) => new(shares.Select(share => KeyValuePair.Create(share.Name, (JsonNode?)ToJson(share.Of(report)))));
    }

    private static JsonObject? ToJson(Share? share) => share is null ? null : new()
    {
        ["count"] = share.Count,
        ["total"] = share.Total,
        ["rate"] = share.Rate,
        ["error"] = share.Error,
    };

    private static JsonObject ToJson(MeasureComparison measure) => new()
    {
        ["measure"] = OptionNames.Of(measure.Measure),
        ["scale"] = measure.Scale,
        ["trend"] = measure.Trend?.Difference,
        ["trend_error"] = measure.Trend?.Error,
        ["trend_floor"] = measure.Trend?.Floor,
        ["segments"] = new JsonArray([.. measure.Segments.Select(segment => new JsonObject
        {
            ["index"] = segment.Index,
            ["samples"] = segment.Samples,
            ["real_lines"] = segment.RealLines,
            ["sample_mean"] = segment.SampleMean,
            ["real_mean"] = segment.RealMean,
            ["distance"] = segment.Distance,
            ["error"] = segment.Error,
            ["floor"] = segment.Floor,
            ["floor_error"] = segment.FloorError,
        })]),
    };

    private string Samples(int k) => $"{Quality.Segments.Measures.Select(measure => k < measure.Segments.Count ? measure.Segments[k].Samples : 0).Max():N0}";

    private static string Show(SegmentDistance segment) => $"{Show(segment.Distance)} ({Show(segment.Floor)})";

    private static string Show(Share? share) => share?.Rate is { } rate ? Line($"{rate:P1}") + (share.Error is { } error ? Line($" ± {error:P1}") : "") : "–";

    private static string Show(double? number) => number is { } value ? Line($"{value:F2}") : "–";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
