using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class WindowReportTests
{
    [Fact]
    public void Samples_and_characters_are_counted()
    {
        var report = WindowReport.Of(
        [
            new("abcde", [], 4, [], [], []),
            new("abcde", [], 5, [1, 2], [], []),
            new("abcde", [], 4, [1], [3], []),
            new("abcde", [], 1, [], [], [1]),
        ], [true, true, false, true]);
        // One that rests at the last character for ever has come to the end, but not ended.
        AssertShare(3, 4, Math.Sqrt(0.75 * 0.25 / 4), report.Ended!);
        AssertShare(3, 4, Math.Sqrt(0.75 * 0.25 / 4), report.Finished);
        AssertShare(1, 4, Math.Sqrt(0.25 * 0.75 / 4), report.ReadOnce);
        AssertShare(2, 4, 0.25, report.WithSkips);
        AssertShare(1, 4, Math.Sqrt(0.25 * 0.75 / 4), report.WithRepeats);
        AssertShare(1, 4, Math.Sqrt(0.25 * 0.75 / 4), report.Stuck);
        // 3 of 5 + 5 + 5 + 2 characters; residuals are 0, 2, 1 and 0 less 3/17 of these.
        double[] residuals = [-15 / 17.0, 2 - 15 / 17.0, 1 - 15 / 17.0, -6 / 17.0];
        AssertShare(3, 17, Math.Sqrt(residuals.Sum(value => value * value) * 4 / 3) / 17, report.SkippedCharacters);
        Assert.Equal((1, 17), (report.RepeatedCharacters.Count, report.RepeatedCharacters.Total));
        Assert.Equal((3, 20, 0.15), (report.UnreadCharacters.Count, report.UnreadCharacters.Total, report.UnreadCharacters.Rate));
    }

    [Fact]
    public void Where_all_or_none_are_of_a_kind_the_error_is_0()
    {
        var report = WindowReport.Of([new("a", [], 0, [], [], []), new("a", [], 0, [], [], [])]);
        Assert.Equal((1, 0), (report.Finished.Rate, report.Finished.Error));
        Assert.Null(report.Ended);
        Assert.Equal((0, 0), (report.Stuck.Rate, report.Stuck.Error));
        Assert.Equal((0, 0), (report.SkippedCharacters.Rate, report.SkippedCharacters.Error));
    }

    [Fact]
    public void Without_samples_there_is_no_rate_and_without_a_second_one_no_error_of_characters()
    {
        var none = WindowReport.Of([]);
        Assert.Equal((0, 0, null, null), (none.Finished.Count, none.Finished.Total, none.Finished.Rate, none.Finished.Error));
        Assert.Equal((0, null, null), (none.SkippedCharacters.Total, none.SkippedCharacters.Rate, none.SkippedCharacters.Error));
        var one = WindowReport.Of([new("abc", [], 2, [1], [], [])]);
        Assert.Equal((1 / 3.0, null), (one.SkippedCharacters.Rate, one.SkippedCharacters.Error));
    }

    [Fact]
    public void The_error_of_characters_is_that_seen_over_many_reports()
    {
        var random = new RandomStream(1, "readings");
        var (rates, errors) = (new List<double>(), new List<double>());
        for (var trial = 0; trial < 1000; trial++)
        {
            // One who skips, skips much.
            var report = WindowReport.Of([.. Enumerable.Range(0, 50).Select(_ => Reading(5 + random.NextInt(10), random.NextDouble() < 0.2))]);
            rates.Add(report.SkippedCharacters.Rate!.Value);
            errors.Add(report.SkippedCharacters.Error!.Value);
        }
        var seen = Math.Sqrt(rates.Average(rate => (rate - rates.Average()) * (rate - rates.Average())));
        Assert.Equal(1, errors.Average() / seen, 0.1);

        static WindowReading Reading(int length, bool skips) => new(new('a', length), [], length - 1, skips ? [.. Enumerable.Range(1, length / 2)] : [], [], []);
    }

    private static void AssertShare(int count, int total, double error, Share share)
    {
        Assert.Equal((count, total), (share.Count, share.Total));
        Assert.Equal((double)count / total, share.Rate!.Value, 12);
        Assert.Equal(error, share.Error!.Value, 12);
    }
}
