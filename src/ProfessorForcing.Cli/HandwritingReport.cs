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
        output.WriteLine();
        terminal.WriteTable(["the window over single lines' texts", ">share", ">standard error"], Shares.Select(share => new[] { share.Name, Line($"{share.Share.Rate:P1}"), Line($"{share.Share.Error:P1}") }));
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["samples"] = Quality.Segments.Samples,
        ["length"] = Quality.Length,
        ["bias"] = Quality.Bias,
        ["segment_length"] = Quality.Segments.SegmentLength,
        ["measures"] = new JsonArray([.. Quality.Segments.Measures.Select(ToJson)]),
        ["window"] = new JsonObject(Shares.Select(share => KeyValuePair.Create(share.Name.Replace(' ', '_'), (JsonNode?)new JsonObject
        {
            ["count"] = share.Share.Count,
            ["total"] = share.Share.Total,
            ["rate"] = share.Share.Rate,
            ["error"] = share.Share.Error,
        }))),
    };

    private IEnumerable<(string Name, Share Share)> Shares =>
    [
        ("samples finished", Quality.Window.Finished), ("samples that read everything once", Quality.Window.ReadOnce), ("samples with skips", Quality.Window.WithSkips),
        ("samples with repeats", Quality.Window.WithRepeats), ("samples stuck", Quality.Window.Stuck), ("characters skipped", Quality.Window.SkippedCharacters),
        ("characters repeated", Quality.Window.RepeatedCharacters), ("characters unread", Quality.Window.UnreadCharacters),
    ];

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

    private static string Show(double? number) => number is { } value ? Line($"{value:F2}") : "–";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
