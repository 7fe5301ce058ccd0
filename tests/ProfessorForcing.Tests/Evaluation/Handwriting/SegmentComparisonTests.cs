using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Data;
using ProfessorForcing.Tests.Support;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class SegmentComparisonTests
{
    private static readonly Gen<PenLine> Lines = Gen.Select(Gen.Int[-30, 30], Gen.Int[-30, 30], Gen.Bool, (dx, dy, lifts) => new PenPoint(dx, dy, lifts))
        .Array[6, 16].Select(points => new PenLine("made", "", points));

    private static readonly Gen<PenLine[]> Sets = Lines.Array[2, 8];

    [Fact]
    public void Distances_are_told_in_standard_deviations_of_the_real_lines()
    {
        var comparison = SegmentComparison.Of([Steps(1, 1), Steps(3, 7), Steps(5)], [Steps(0, 0), Steps(2, 2)], [Steps(2, 4), Steps(4, 4)], 2, 2);
        var progress = comparison[StrokeMeasure.Progress];
        Assert.Equal((2, 3, 2, 2), (comparison.SegmentLength, comparison.Samples, comparison.RealLines, comparison.FloorLines));
        // Of 0, 0, 2, 2.
        var deviation = Math.Sqrt(4 / 3.0);
        Assert.Equal(deviation, progress.Scale, 12);
        var (first, second) = (progress.Segments[0], progress.Segments[1]);
        Assert.Equal((0, 3, 2, 2, 3.0, 1.0), (first.Index, first.Samples, first.RealLines, first.FloorLines, first.SampleMean, first.RealMean));
        Assert.Equal((1, 2, 2, 2, 4.0, 1.0), (second.Index, second.Samples, second.RealLines, second.FloorLines, second.SampleMean, second.RealMean));
        Assert.Equal(2 / deviation, first.Distance!.Value, 12);
        Assert.Equal(2 / deviation, first.Floor!.Value, 12);
        Assert.Equal(3 / deviation, second.Distance!.Value, 12);
        Assert.Equal(3 / deviation, second.Floor!.Value, 12);
        // Samples are 1 and 7, real lines 0 and 2, and between 1 and 2 the distribution functions are equal: what either set adds is of [2, 7] and [0, 1].
        // A sample adds half of 2.5 more or less than the mean, a real line half of 0.5, and 2 / (2 - 1) is for the mean.
        Assert.Equal(Math.Sqrt(2 * 2 * (1.25 * 1.25 + 0.25 * 0.25)) / deviation, second.Error!.Value, 12);
        Assert.Equal(1 / deviation, progress.Trend!.Difference, 12);
        Assert.Equal(1 / deviation, progress.Trend.Floor!.Value, 12);
    }

    [Fact]
    public void The_values_of_strokes_are_taken_together()
    {
        // Strokes of 0 and 2 in one sample, of 6 in the other, against 1 and 3.
        var comparison = SegmentComparison.Of(
            [Line(new(0, 0, true), new(1, 0, false), new(2, 0, true)), Line(new(0, 0, false), new(4, 0, false), new(0, 2, true))],
            [Line(new(0, 0, false), new(1, 0, false), new(0, 0, true)), Line(new(0, 0, false), new(0, 0, false), new(3, 0, true))], [], 3, 2);
        var lengths = comparison[StrokeMeasure.StrokeLength];
        Assert.Equal((2, 2, 8 / 3.0, 2), (lengths.Segments[0].Samples, lengths.Segments[0].RealLines, lengths.Segments[0].SampleMean, lengths.Segments[0].RealMean));
        // F − G is 1/3 on [0, 1], −1/6 on [1, 2] and on [2, 3] it is 1/6; from there to 6 it is −1/3.
        Assert.Equal((1 / 3.0 + 1 / 6.0 + 1 / 6.0 + 1) / Math.Sqrt(2), lengths.Segments[0].Distance!.Value, 12);
        Assert.Null(lengths.Segments[0].Floor);
    }

    [Fact]
    public void A_set_is_at_no_distance_from_itself_in_any_order() =>
        Sets.Sample(lines =>
        {
            var comparison = SegmentComparison.Of(lines, [.. lines.Reverse()], lines, 3, 2);
            Assert.All(comparison.Measures, measure =>
            {
                Assert.All(measure.Segments, segment => Assert.True(segment is { Distance: null or 0, Error: null or 0, Floor: null or 0 }));
                Assert.True(measure.Trend is null or { Difference: 0, Error: 0, Floor: 0, FloorError: 0 });
            });
        });

    [Fact]
    public void The_order_of_lines_and_the_unit_do_not_matter() =>
        Gen.Select(Sets, Sets, Sets).Sample((samples, real, other) =>
            AssertEqual(
                SegmentComparison.Of(samples, real, other, 3, 2),
                SegmentComparison.Of(Scaled(samples.Reverse()), Scaled(real.Reverse()), Scaled(other.Reverse()), 3, 2)));

    [Fact]
    public void The_floor_is_the_distance_that_other_real_lines_would_have_as_samples() =>
        Gen.Select(Sets, Sets, Sets).Sample((samples, real, other) =>
        {
            var (floor, distance) = (SegmentComparison.Of(samples, real, other, 3, 2), SegmentComparison.Of(other, real, other, 3, 2));
            foreach (var (one, same) in floor.Measures.Zip(distance.Measures))
            {
                // As many segments as samples have, which may be fewer or more than the others have, and so the scale may be another, or none.
                var common = one.Segments.Zip(same.Segments).Where(pair => pair.First.Floor is not null && same.Scale > 0);
                Close.Numbers([.. common.Select(pair => pair.First.Floor!.Value * one.Scale)], [.. common.Select(pair => pair.Second.Distance!.Value * same.Scale)], 1e-9);
            }
        });

    [Theory]
    [InlineData(1, 0.9, 1.1)]
    [InlineData(0, 1, 1.7)]
    public void The_standard_error_is_that_seen_over_many_comparisons_and_too_large_where_sets_do_not_differ(double shift, double least, double most)
    {
        var random = new RandomStream(1, "comparisons");
        var (distances, errors, trends, trendErrors) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var trial = 0; trial < 400; trial++)
        {
            var comparison = SegmentComparison.Of([.. Draw(60, shift)], [.. Draw(80, 0)], [], 2, 2)[StrokeMeasure.Progress];
            distances.Add(comparison.Segments[1].Distance!.Value * comparison.Scale);
            errors.Add(comparison.Segments[1].Error!.Value * comparison.Scale);
            trends.Add(comparison.Trend!.Difference * comparison.Scale);
            trendErrors.Add(comparison.Trend.Error * comparison.Scale);
        }
        Assert.InRange(errors.Average() / Deviation(distances), least, most);
        Assert.InRange(trendErrors.Average() / Deviation(trends), least, most);

        // What a line does at one place it does at the next one too.
        IEnumerable<PenLine> Draw(int count, double mean) => Enumerable.Range(0, count).Select(_ =>
        {
            var own = random.NextGaussian();
            return Steps([.. new[] { 1, 2, 3, 4 }.Select(factor => (float)(factor * mean + own + random.NextGaussian()))]);
        });
        static double Deviation(List<double> values) => Math.Sqrt(values.Average(value => (value - values.Average()) * (value - values.Average())));
    }

    [Fact]
    public void The_trend_is_the_last_quarter_less_the_first()
    {
        // Samples are ahead by 0, 1, …, 7; the first quarter is 0 and 1, the last one 6 and 7.
        PenLine[] real = [Steps(0, 0, 0, 0, 0, 0, 0, 0), Steps(2, 2, 2, 2, 2, 2, 2, 2)];
        PenLine[] samples = [Steps(0, 1, 2, 3, 4, 5, 6, 7), Steps(2, 3, 4, 5, 6, 7, 8, 9)];
        var progress = SegmentComparison.Of(samples, real, real, 2, 2)[StrokeMeasure.Progress];
        Assert.Equal(6 / progress.Scale, progress.Trend!.Difference, 12);
        Assert.Equal((0, 0), (progress.Trend.Floor, progress.Trend.FloorError));
        Assert.Null(SegmentComparison.Of(samples, real, [], 2, 2)[StrokeMeasure.Progress].Trend!.Floor);
    }

    [Fact]
    public void Where_few_lines_come_there_is_a_mean_but_no_distance()
    {
        var progress = SegmentComparison.Of([Steps(1, 1), Steps(3), Steps(3)], [Steps(0, 5, 6), Steps(2, 4), Steps(1)], [], 2, 2)[StrokeMeasure.Progress];
        Assert.Equal([(3, 3), (1, 2)], progress.Segments.Select(segment => (segment.Samples, segment.RealLines)));
        Assert.Equal([false, true], progress.Segments.Select(segment => segment.Distance is null));
        Assert.Equal((1, 4.5), (progress.Segments[1].SampleMean, progress.Segments[1].RealMean));
        Assert.Null(progress.Trend);
    }

    [Fact]
    public void What_is_the_same_in_all_real_lines_has_no_distance()
    {
        // None of these lifts its pen.
        var comparison = SegmentComparison.Of([Steps(1, 1), Steps(2, 3)], [Steps(0, 1), Steps(2, 5)], [Steps(1, 2), Steps(0, 0)], 2, 2);
        var lifts = comparison[StrokeMeasure.LiftRate];
        Assert.Equal(0, lifts.Scale);
        Assert.All(lifts.Segments, segment => Assert.True(segment is { SampleMean: 0, RealMean: 0, Distance: null, Error: null, Floor: null, FloorError: null }));
        Assert.Null(lifts.Trend);
        Assert.NotNull(comparison[StrokeMeasure.Progress].Trend);
    }

    [Fact]
    public void Sets_without_lines_and_moves_that_are_no_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentComparison.Of([], [Steps(1)], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentComparison.Of([Steps(1)], [], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentComparison.Of([Steps(1)], [Steps(1)], [], leastLines: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentComparison.Of([Steps(1)], [Steps(1)], [], segmentLength: 0));
        Assert.Throws<InputDataException>(() => SegmentComparison.Of([Steps(float.NaN)], [Steps(1)], []));
    }

    [Fact]
    public void Lines_without_a_whole_segment_are_no_comparison()
    {
        Assert.Equal(
            "none of the 2 samples has 6 points, those of a segment: there is nothing to compare",
            Assert.Throws<InputDataException>(() => SegmentComparison.Of([Steps(1), Steps(1, 2)], [Steps(1, 2, 3)], [], 6, 2)).Message);
        Assert.Equal(
            "none of the 1 real lines has 6 points, those of a segment: there is nothing to compare",
            Assert.Throws<InputDataException>(() => SegmentComparison.Of([Steps(1, 2, 3)], [Steps(1)], [Steps(1, 2, 3)], 6, 2)).Message);
        Assert.NotEmpty(SegmentComparison.Of([Steps(1), Steps(1, 2, 3)], [Steps(1, 2, 3)], [Steps(1)], 6, 2)[StrokeMeasure.Progress].Segments);
    }

    [Fact]
    public void Recorded_lines_are_like_one_another_and_unlike_spoiled_ones_from_where_they_are_spoiled()
    {
        var random = new RandomStream(1, "lines");
        PenLine[] lines = [.. IamOnDbPrepared.Read(RealData.With("iam-ondb/strokes.npz")).Where(line => line.Split == IamSplit.Test)
            .Select(line => line.Line).OrderBy(_ => random.NextUInt64()).Take(900)];
        SegmentComparison Compare(Func<PenPoint, int, PenPoint> change) => SegmentComparison.Of(
            [.. lines[..300].Select(line => line with { Points = [.. line.Points.Select(change)] })], lines[300..600], lines[600..]);

        // Nine lines of ten have eight segments.
        var plain = Compare((point, _) => point);
        Assert.All(plain.Measures.SelectMany(measure => measure.Segments).Where(segment => segment.Index is > 0 and < 8), segment =>
        {
            Assert.True(Math.Min(segment.Samples, segment.RealLines) > 240);
            Assert.InRange(segment.Distance!.Value, 0, 0.25);
            Assert.InRange(segment.Floor!.Value, 0, 0.25);
        });
        Assert.All(plain[StrokeMeasure.LiftRate].Segments.Take(8), segment => Assert.InRange(segment.RealMean!.Value, 0.03, 0.05));
        Assert.All(plain[StrokeMeasure.Height].Segments.Take(8), segment => Assert.InRange(segment.RealMean!.Value, 200, 350));

        var lifted = Compare((point, t) => t >= 300 && random.NextDouble() < 0.05 ? point with { LiftsPen = true } : point)[StrokeMeasure.LiftRate];
        Assert.Equal(plain[StrokeMeasure.LiftRate].Segments.Take(6), lifted.Segments.Take(6));
        Assert.All(lifted.Segments.Skip(6).Where(segment => segment.Distance is not null), segment => Assert.True(segment.Distance > 1.5));

        var grown = Compare((point, t) => point with { Dx = point.Dx * (1 + t / 2000f), Dy = point.Dy * (1 + t / 2000f) });
        Assert.All(
            [StrokeMeasure.MoveSize, StrokeMeasure.Height, StrokeMeasure.Progress],
            measure => Assert.True(grown[measure].Trend is { } trend && trend.Difference - trend.Floor > 3 * trend.Error));
    }

    // Segments of two points whose progress is given; the pen is never lifted.
    private static PenLine Steps(params float[] progress) => Line([.. progress.SelectMany(step => new PenPoint[] { new(0, 0, false), new(step, 0, false) })]);

    private static PenLine Line(params PenPoint[] points) => new("made", "", points);

    private static PenLine[] Scaled(IEnumerable<PenLine> lines) =>
        [.. lines.Select(line => line with { Points = Array.ConvertAll(line.Points, point => point with { Dx = 8 * point.Dx, Dy = 8 * point.Dy }) })];

    private static void AssertEqual(SegmentComparison expected, SegmentComparison actual)
    {
        foreach (var (one, other) in expected.Measures.Zip(actual.Measures))
        {
            Close.Numbers([.. one.Segments.SelectMany(Numbers)], [.. other.Segments.SelectMany(Numbers)], 1e-9, $"{one.Measure}");
            Close.Numbers(Trend(one), Trend(other), 1e-9, $"{one.Measure}");
        }
        static double[] Numbers(SegmentDistance segment) => [segment.Samples, segment.RealLines, segment.Distance ?? -1, segment.Error ?? -1, segment.Floor ?? -1, segment.FloorError ?? -1];
        static double[] Trend(MeasureComparison measure) => measure.Trend is { } trend ? [trend.Difference, trend.Error, trend.Floor ?? -1, trend.FloorError ?? -1] : [];
    }
}
