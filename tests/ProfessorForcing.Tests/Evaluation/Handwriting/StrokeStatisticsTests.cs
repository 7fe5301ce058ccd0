using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Tests.Data.Handwriting;
using ProfessorForcing.Tests.Support;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class StrokeStatisticsTests
{
    private static readonly Gen<PenPoint[]> Points = MadeStrokes.Points.Array[1, 4].Select(parts => parts.SelectMany(points => points).ToArray());

    [Fact]
    public void Each_segment_is_measured_by_itself()
    {
        var segments = StrokeStatistics.Measure(Line(
            [
                new(0, 0, false), new(3, 4, false), new(0, 5, true), new(10, -9, false),
                // A stroke that goes on, one that is a dot, one that goes on further.
                new(0, -3, false), new(4, -3, true), new(1, 1, true), new(2, 0, false),
                new(1, 1, true),
            ]), 4);
        Assert.Equal(2, segments.Count);

        Assert.Equal(0.25, segments[0].LiftRate);
        Assert.Equal([10, 0], segments[0].StrokeLengths);
        Assert.Equal(5, segments[0].MoveSize);
        Assert.Null(segments[0].Drift);
        // Of 0, 0, 4, 9: 0 at place 0.15, and 4 + 0.85 · 5 at place 2.85.
        Assert.Equal(8.25, segments[0].Height, 12);
        Assert.Equal(13, segments[0].Progress);

        Assert.Equal(0.5, segments[1].LiftRate);
        Assert.Equal([8, 0, 0], segments[1].StrokeLengths);
        Assert.Equal(4, segments[1].MoveSize);
        // Of -6, -5, -5, -3 the ground is at place 1, as it is of 0, 0, 4, 9.
        Assert.Equal(-5.0, segments[1].Drift!.Value, 12);
        Assert.Equal(-3.3 + 5.85, segments[1].Height, 12);
        Assert.Equal(7, segments[1].Progress);
    }

    [Fact]
    public void Points_after_the_last_whole_segment_do_not_matter() =>
        Gen.Select(Points, Gen.Int[1, 9]).Sample((points, length) =>
        {
            var whole = points.Length / length;
            var segments = StrokeStatistics.Measure(Line(points), length);
            Assert.Equal(whole, segments.Count);
            AssertEqual(segments, StrokeStatistics.Measure(Line(points[..(whole * length)]), length));
        });

    [Fact]
    public void Pieces_of_strokes_have_the_ink_of_all_moves_that_draw() =>
        Gen.Select(Points, Gen.Int[1, 9]).Sample((points, length) =>
        {
            points = points[..(points.Length / length * length)];
            var segments = StrokeStatistics.Measure(Line(points), length);
            var ink = points.Zip(points.Skip(1)).Where(pair => !pair.First.LiftsPen).Sum(pair => Math.Sqrt(pair.Second.Dx * pair.Second.Dx + pair.Second.Dy * pair.Second.Dy));
            Assert.Equal(ink, segments.Sum(segment => segment.StrokeLengths.Sum()), 1e-6);
            Assert.Equal(points.Count(point => point.LiftsPen), segments.Sum(segment => segment.LiftRate * length), 1e-9);
            Assert.Equal(points.Sum(point => (double)point.Dx), segments.Sum(segment => segment.Progress), 1e-6);
        });

    [Fact]
    public void Lengths_grow_with_the_writing_and_the_pens_lifts_do_not() =>
        Gen.Select(Points, Gen.Int[1, 9]).Sample((points, length) =>
            AssertEqual(
                StrokeStatistics.Measure(Line(Array.ConvertAll(points, point => point with { Dx = 4 * point.Dx, Dy = 4 * point.Dy })), length),
                [.. StrokeStatistics.Measure(Line(points), length).Select(segment => new SegmentMeasures(
                    segment.LiftRate, [.. segment.StrokeLengths.Select(stroke => 4 * stroke)], 4 * segment.MoveSize, 4 * segment.Drift, 4 * segment.Height, 4 * segment.Progress))]));

    [Fact]
    public void A_segment_that_is_written_higher_drifts_by_that_and_has_the_same_height() =>
        Gen.Select(MadeStrokes.Points, Gen.Int[-500, 500]).Sample((points, rise) =>
        {
            // The same again, from where it began but for the rise.
            var back = new PenPoint(0, rise - points.Sum(point => point.Dy), points[0].LiftsPen);
            var segments = StrokeStatistics.Measure(Line([.. points, back, .. points[1..]]), points.Length);
            Assert.Equal(rise, segments[1].Drift!.Value, 1e-6);
            Assert.Equal(segments[0].Height, segments[1].Height, 1e-6);
        });

    [Fact]
    public void A_descender_does_not_move_the_ground()
    {
        // Letters of 50 points between the base line and 100; in the second of them 15 points go down to -150.
        PenPoint[] Letter(int below) => [.. Heights(below).Prepend(0).Zip(Heights(below), (before, y) => new PenPoint(3, y - before, false))];
        static int[] Heights(int below) => [.. Enumerable.Range(0, 49).Select(i => i < below ? -10 * (i + 1) : 100 * (i % 7) / 6), 0];
        var segments = StrokeStatistics.Measure(Line([.. Letter(0), .. Letter(15)]));
        Assert.InRange(segments[1].Drift!.Value, -50, 0);
        Assert.True(segments[1].Height > segments[0].Height + 100);
    }

    [Fact]
    public void A_pen_that_only_makes_dots_draws_strokes_of_no_length()
    {
        var segment = Assert.Single(StrokeStatistics.Measure(Line([new(0, 0, true), new(3, 1, true), new(3, -1, true)]), 3));
        Assert.Equal([0, 0, 0], segment.StrokeLengths);
        Assert.Equal((1, null, null, 6), (segment.LiftRate, segment.MoveSize, segment.Drift, segment.Progress));
        Assert.Empty(segment.Values(StrokeMeasure.MoveSize));
        Assert.Empty(segment.Values(StrokeMeasure.Drift));
    }

    [Fact]
    public void A_pen_that_is_never_lifted_draws_one_stroke()
    {
        var segments = StrokeStatistics.Measure(Line([new(0, 0, false), new(0, 2, false), new(2, 0, false), new(0, -1, false)]), 2);
        Assert.Equal([[2], [3]], segments.Select(segment => segment.StrokeLengths));
        Assert.Equal([2, 1.5], segments.Select(segment => segment.MoveSize!.Value));
        Assert.All(segments, segment => Assert.Equal(0, segment.LiftRate));
    }

    [Fact]
    public void One_point_is_a_segment_of_one_point()
    {
        var segment = Assert.Single(StrokeStatistics.Measure(Line([new(0, 0, true)]), 1));
        Assert.Equal([0], segment.StrokeLengths);
        Assert.Equal((1, null, null, 0, 0), (segment.LiftRate, segment.MoveSize, segment.Drift, segment.Height, segment.Progress));
        Assert.Empty(StrokeStatistics.Measure(Line([new(0, 0, true)]), 2));
    }

    [Theory]
    [InlineData(float.NaN, 0, "line 'made', point 1: its move is NaN, 0, which is not finite")]
    [InlineData(2, float.NegativeInfinity, "line 'made', point 1: its move is 2, -Infinity, which is not finite")]
    public void A_move_that_is_no_number_is_named(float dx, float dy, string expected) =>
        Assert.Equal(expected, Assert.Throws<InputDataException>(() => StrokeStatistics.Measure(Line([new(0, 0, false), new(dx, dy, true)]), 1)).Message);

    private static PenLine Line(PenPoint[] points) => new("made", "", points);

    private static void AssertEqual(IReadOnlyList<SegmentMeasures> expected, IReadOnlyList<SegmentMeasures> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            foreach (var measure in Enum.GetValues<StrokeMeasure>())
                Close.Numbers(one.Values(measure), other.Values(measure), 1e-9, $"{measure}");
        }
    }
}
