using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;

using SkiaSharp;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenPngTests
{
    private static readonly SKColor Ink = new(0, 0, 0x80);
    private static readonly SKColor Paper = new(0xFF, 0xFF, 0xF0);

    // An L, and a dot above its right end, in a scale of 1.
    private static readonly PenPage Page = PenPage.Of(
        [new("made", "", [new(0, 0, false), new(0, -100, false), new(60, 0, true), new(0, 80, true)])],
        new() { Colour = "navy", Background = "ivory", StrokeWidth = 4, LineHeight = 100, Margin = 8 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ink_is_where_the_pen_was_and_nowhere_else(double factor)
    {
        using var bitmap = Draw(Page, factor);
        Assert.Equal(((int)(80 * factor), (int)(120 * factor)), (bitmap.Width, bitmap.Height));
        SKColor At(double x, double y) => bitmap.GetPixel((int)(factor * x), (int)(factor * y));
        Assert.All([(10, 12), (10, 60), (10, 110), (40, 110), (70, 110), (70, 30)], place => Assert.Equal(Ink, At(place.Item1, place.Item2)));
        Assert.All([(4, 4), (40, 60), (70, 60), (70, 20), (70, 40), (40, 30), (10, 118), (78, 110)], place => Assert.Equal(Paper, At(place.Item1, place.Item2)));
    }

    [Fact]
    public void Without_paper_all_but_the_ink_is_transparent()
    {
        using var bitmap = Draw(PenPage.Of([new("made", "", [new(0, 0, false), new(60, 0, true)])], new() { Background = null, Colour = "red", StrokeWidth = 10, Margin = 10, MaximalWidth = 90 }), 1);
        Assert.Equal((90, 30), (bitmap.Width, bitmap.Height));
        Assert.Equal(SKColors.Red, bitmap.GetPixel(45, 15));
        Assert.Equal(0, bitmap.GetPixel(45, 5).Alpha);
    }

    [Fact]
    public void A_pen_that_never_moves_leaves_a_dot()
    {
        using var bitmap = Draw(PenPage.Of([new("made", "", [new(0, 0, false), new(0, 0, true)])], new() { StrokeWidth = 10, Colour = "red" }), 1);
        Assert.Equal((50, 50), (bitmap.Width, bitmap.Height));
        Assert.Equal(SKColors.Red, bitmap.GetPixel(25, 25));
        Assert.Equal(SKColors.White, bitmap.GetPixel(35, 25));
    }

    [Fact]
    public void A_caption_stands_above_its_line()
    {
        using var bitmap = Draw(PenPage.Of([new("made", "text", [new(0, 0, false), new(60, 0, true)])], new() { CaptionSize = 20, Margin = 10, MaximalWidth = 80, Colour = "black" }), 1);
        // The ink begins below 10 + 1.8 · 20.
        var rows = Enumerable.Range(0, bitmap.Height).Where(y => Enumerable.Range(0, bitmap.Width).Any(x => bitmap.GetPixel(x, y) != SKColors.White)).ToArray();
        Assert.InRange(rows[0], 10, 18);
        Assert.Contains(30 - 1, rows);
        Assert.DoesNotContain(40, rows);
        Assert.Contains(46, rows);
    }

    [Fact]
    public void An_image_that_would_be_too_large_is_refused_before_it_is_made()
    {
        var message = Assert.Throws<ConfigurationException>(() => PenPng.Write(Page, Stream.Null, 1000)).Message;
        Assert.Equal("the image of the page would have 80,000 × 120,000 pixels; at most 32,767 on a side and 100,000,000 in all can be written: show fewer lines, or smaller ones", message);
        Assert.Throws<ArgumentOutOfRangeException>(() => PenPng.Write(Page, Stream.Null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PenPng.Write(Page, Stream.Null, double.NaN));
    }

    [Fact]
    public void Long_and_far_lines_are_drawn()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => new PenPoint(i % 2 == 0 ? 1e6f : -999_900, i % 5 == 0 ? 1e6f : -250_000, i % 9 == 8)).ToArray();
        using var bitmap = Draw(PenPage.Of([new("made", "far", points)]), 1);
        Assert.Contains(bitmap.Pixels, pixel => pixel != SKColors.White);
    }

    private static SKBitmap Draw(PenPage page, double factor)
    {
        using var stream = new MemoryStream();
        PenPng.Write(page, stream, factor);
        if (Environment.GetEnvironmentVariable("KEEP") is { } path)
            File.WriteAllBytes(path, stream.ToArray());
        return SKBitmap.Decode(stream.ToArray());
    }
}
