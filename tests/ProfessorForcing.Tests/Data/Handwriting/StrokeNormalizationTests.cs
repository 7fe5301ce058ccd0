using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class StrokeNormalizationTests
{
    [Fact]
    public void Moves_have_a_standard_deviation_of_1_over_both_directions_and_keep_their_angle()
    {
        var line = Line([new(0, 0, false), new(30, 0, false), new(-10, 4, true), new(8, -16, true)]);
        var normalization = StrokeNormalization.Fit([line]);
        // dx has a mean of 7 and a variance of 217; dy of -3 and 59.
        Assert.Equal(Math.Sqrt((217 + 59) / 2.0), normalization.Scale, 12);
        var normalized = normalization.Apply(line).Points;
        Assert.Equal(2, Variance(normalized, point => point.Dx) + Variance(normalized, point => point.Dy), 5);
        Assert.Equal(new PenPoint(0, 0, false), normalized[0]);
        Assert.All(line.Points.Zip(normalized).Skip(1), pair => Assert.Equal(Math.Atan2(pair.First.Dy, pair.First.Dx), Math.Atan2(pair.Second.Dy, pair.Second.Dx), 5));
        Assert.Equal([false, false, true, true], normalized.Select(point => point.LiftsPen));
    }

    [Fact]
    public void What_is_normalised_comes_back_but_for_outliers() =>
        MadeStrokes.Points.Where(points => points.Any(point => point.Dx != 0)).Sample(points =>
        {
            var normalization = StrokeNormalization.Fit([Line(points)], longestMove: 200);
            var back = normalization.Invert(normalization.Apply(Line(points)));
            Assert.Equal("made", back.Id);
            Assert.All(points.Zip(back.Points), pair =>
            {
                var length = Math.Sqrt(pair.First.Dx * pair.First.Dx + pair.First.Dy * pair.First.Dy);
                var factor = Math.Min(1, 200 / Math.Max(length, 1));
                Assert.Equal(factor * pair.First.Dx, pair.Second.Dx, 1e-3);
                Assert.Equal(factor * pair.First.Dy, pair.Second.Dy, 1e-3);
                Assert.Equal(pair.First.LiftsPen, pair.Second.LiftsPen);
            });
            Assert.Equal(points.Count(point => point.Dx * point.Dx + point.Dy * point.Dy > 40_000), normalization.CountOutliers(Line(points)));
        });

    [Fact]
    public void Outliers_are_shortened_before_the_scale_is_learned()
    {
        PenLine With(float far) => Line([new(0, 0, false), new(3, 4, true), new(0.6f * far, 0.8f * far, true)]);
        Assert.Equal(StrokeNormalization.Fit([With(100)], 100).Scale, StrokeNormalization.Fit([With(5000)], 100).Scale, 5);
        Assert.NotEqual(StrokeNormalization.Fit([With(99)], 100).Scale, StrokeNormalization.Fit([With(100)], 100).Scale, 1e-3);
    }

    [Fact]
    public void A_normalisation_is_stored_and_restored()
    {
        var normalization = StrokeNormalization.Fit([Line([new(0, 0, false), new(30, 1, true)])], 777);
        var text = normalization.Describe().ToJsonString();
        Assert.Equal(normalization, StrokeNormalization.Restore((JsonObject)JsonNode.Parse(text)!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"scale": 3}""")]
    [InlineData("""{"scale": 0, "longest_move": 3}""")]
    [InlineData("""{"scale": 3, "longest_move": -1}""")]
    [InlineData("""{"scale": "3", "longest_move": 1}""")]
    [InlineData("""{"scale": 1e999, "longest_move": 1}""")]
    [InlineData("""{"scale": [3], "longest_move": 1}""")]
    public void A_malformed_description_is_refused(string text) =>
        Assert.Contains(
            "lacks scale or longest_move, or one is no positive number",
            Assert.Throws<InputDataException>(() => StrokeNormalization.Restore((JsonObject)JsonNode.Parse(text)!)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_without_moves_have_no_scale()
    {
        Assert.Throws<InputDataException>(() => StrokeNormalization.Fit([]));
        Assert.Throws<InputDataException>(() => StrokeNormalization.Fit([Line([new(0, 0, false), new(0, 0, true)])]));
    }

    [Fact]
    public void Of_the_database_few_moves_are_outliers_and_none_of_them_draws()
    {
        PenLine[] train = [.. IamOnDbPrepared.Read(RealData.With("iam-ondb/strokes.npz")).Where(line => line.Split == IamSplit.Train).Select(line => line.Line)];
        var normalization = StrokeNormalization.Fit(train);
        Assert.Equal(39.342, normalization.Scale, 0.0005);
        Assert.Equal(3_298_424, train.Sum(line => line.Points.Length));
        Assert.Equal(234, train.Sum(normalization.CountOutliers));
        Assert.Equal(0, train.Sum(line => line.Points.Skip(1).Where((point, i) => !line.Points[i].LiftsPen && normalization.CountOutliers(Line([point])) > 0).Count()));
        var points = train.SelectMany(line => normalization.Apply(line).Points).ToArray();
        Assert.Equal((1.069, 0.926), (Math.Round(Math.Sqrt(Variance(points, point => point.Dx)), 3), Math.Round(Math.Sqrt(Variance(points, point => point.Dy)), 3)));
    }

    private static PenLine Line(PenPoint[] points) => new("made", "text", points);

    private static double Variance(PenPoint[] points, Func<PenPoint, double> of) =>
        points.Average(point => of(point) * of(point)) - Math.Pow(points.Average(of), 2);
}
