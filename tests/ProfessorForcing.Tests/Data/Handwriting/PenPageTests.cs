using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenPageTests
{
    private static readonly PenStyle Plain = new() { StrokeWidth = 2, LineHeight = 50, LineGap = 10, Margin = 5, MaximalWidth = 400, HasCaptions = false };

    // 100 wide and 100 high, from the bottom left to the top right.
    private static readonly PenLine Rising = Line(new(0, 0, false), new(100, 100, true));

    // 60 wide and 40 high, from the top left to the bottom right; the moves begin elsewhere.
    private static readonly PenLine Falling = Line(new(-7, 1000, false), new(60, -40, true));

    [Fact]
    public void Lines_stand_one_below_the_other_in_one_scale_by_which_the_highest_has_the_styles_height()
    {
        var page = PenPage.Of([Rising, Falling], Plain);
        Assert.Equal(0.5, page.Scale);
        // Half a stroke's width is beside the middle of each, and after the first line comes the gap.
        Assert.Equal([(6, 56), (56, 6)], Assert.Single(page.Rows[0].Strokes));
        Assert.Equal([(6, 68), (36, 88)], Assert.Single(page.Rows[1].Strokes));
        Assert.Equal((62, 94), (page.Width, page.Height));
    }

    [Fact]
    public void A_line_that_would_be_too_wide_makes_all_smaller()
    {
        var page = PenPage.Of([Rising, Line(new(0, 0, false), new(776, 0, true))], Plain with { LineHeight = 100 });
        Assert.Equal(0.5, page.Scale);
        Assert.Equal((400, 5 + 52 + 10 + 2 + 5), (page.Width, page.Height));
        Assert.Equal(56, page.Rows[0].Strokes[0][1].X);
    }

    [Fact]
    public void Nothing_is_ever_cut() =>
        Gen.Select(MadeStrokes.Points.Array[1, 4], Gen.Double[0.01, 30], Gen.Double[0, 20], Gen.Double[100, 500]).Sample((lines, stroke, margin, width) =>
        {
            var style = Plain with { StrokeWidth = stroke, Margin = margin, MaximalWidth = width };
            var page = PenPage.Of([.. lines.Select(points => Line(points))], style);
            Assert.InRange(page.Width, 1, Math.Ceiling(width));
            AssertInside(page);
        });

    [Fact]
    public void Between_two_captions_is_the_line_of_the_first()
    {
        var style = Plain with { HasCaptions = true, CaptionSize = 10 };
        var page = PenPage.Of([Rising with { Text = "one" }, Falling, Falling with { Text = "three" }], style);
        Assert.Equal(["one", "", "three"], page.Rows.Select(row => row.Caption));
        Assert.Equal(15, page.Rows[0].CaptionBase);
        Assert.Equal([(6, 5 + 18 + 51), (56, 5 + 18 + 1)], page.Rows[0].Strokes[0]);
        // Without a caption no room is left for one.
        Assert.Equal(5 + 18 + 52 + 10 + 1, page.Rows[1].Strokes[0].Min(place => place.Y));
        Assert.Equal(["a", "b", "c"], PenPage.Of([Rising, Rising, Rising], style, ["a", "b", "c"]).Rows.Select(row => row.Caption));
        Assert.All(PenPage.Of([Rising], Plain, ["a"]).Rows, row => Assert.Empty(row.Caption));
    }

    [Fact]
    public void A_caption_widens_the_page_and_is_shortened_if_even_the_widest_is_too_narrow()
    {
        var style = Plain with { HasCaptions = true };
        var page = PenPage.Of([Rising with { Text = "much wider than a hundred pixels" }], style);
        Assert.InRange(page.Width, 150, 250);
        Assert.Equal("much wider than a hundred pixels", page.Rows[0].Caption);
        page = PenPage.Of([Rising with { Text = new('W', 100) }], style);
        Assert.InRange(page.Width, 380, 400);
        Assert.Matches("^W{20,50}…$", page.Rows[0].Caption);
        // Half a character outside the basic plane is none.
        Assert.DoesNotContain(PenPage.Of([Rising with { Text = string.Concat(Enumerable.Repeat("😀", 100)) }], style).Rows[0].Caption.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public void A_pen_that_never_moves_leaves_a_dot()
    {
        foreach (var line in new[] { Line(new PenPoint(0, 0, true)), Line(new(0, 0, false), new(0, 0, false), new(0, 0, true)), Line(new PenPoint(3, 4, true)) })
        {
            Assert.True(line.IsBlank);
            var page = PenPage.Of([line], Plain);
            Assert.Equal((1, 12, 12), (page.Scale, page.Width, page.Height));
            Assert.All(page.Rows[0].Strokes.Single(), place => Assert.Equal((6, 6), place));
        }
        Assert.False(Rising.IsBlank);
        Assert.Empty(PenPage.Of([Line()], Plain).Rows[0].Strokes);
        // It has no say in the scale of others.
        Assert.Equal(0.5, PenPage.Of([Rising, Line(new PenPoint(0, 0, true))], Plain).Scale);
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    public void Lines_of_any_size_and_length_are_as_large_as_the_page(float size)
    {
        var points = Enumerable.Range(0, 10_000).Select(i => new PenPoint(size, i % 3 == 0 ? -size : size, i % 7 == 6)).ToArray();
        var page = PenPage.Of([Line(points)], Plain);
        Assert.Equal(62, page.Height);
        Assert.Equal((10_000 + 6) / 7, page.Rows[0].Strokes.Count);
        AssertInside(page);
    }

    [Theory]
    [InlineData(float.NaN, 0f, "NaN, 0")]
    [InlineData(0f, float.PositiveInfinity, "0, Infinity")]
    public void A_point_that_is_nowhere_is_named(float dx, float dy, string move) =>
        Assert.StartsWith(
            $"Point 1 of line 'made' has a move of {move}, which leads nowhere.",
            Assert.Throws<ArgumentException>(() => PenPage.Of([Rising, Line(new(0, 0, false), new(dx, dy, true))])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void There_are_lines_and_as_many_captions()
    {
        Assert.StartsWith("There are no lines to show.", Assert.Throws<ArgumentException>(() => PenPage.Of([])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 2 captions for 1 lines.", Assert.Throws<ArgumentException>(() => PenPage.Of([Rising], captions: ["a", "b"])).Message, StringComparison.Ordinal);
    }

    private static PenLine Line(params PenPoint[] points) => new("made", "", points);

    private static void AssertInside(PenPage page)
    {
        var near = page.Left - 1e-6;
        foreach (var (x, y) in page.Rows.SelectMany(row => row.Strokes).SelectMany(stroke => stroke))
        {
            Assert.InRange(x, near, page.Width - near);
            Assert.InRange(y, near, page.Height - near);
        }
    }
}
