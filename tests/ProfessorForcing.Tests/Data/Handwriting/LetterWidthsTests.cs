using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class LetterWidthsTests
{
    private static readonly PenLine[] Lines = BlockWriting.Corpus;

    private static readonly LetterWidths Widths = LetterWidths.Fit(Lines);

    [Fact]
    public void Widths_are_found_from_the_extents_of_lines_alone()
    {
        // Letters leave room at a line's ends, which no width tells of.
        Assert.All("imnoact ", character => Assert.Equal(BlockWriting.Width(character), Widths[character], 2.5));
        Assert.Equal(Lines.Sum(line => new Ink(line).Extent) / Lines.Sum(line => line.Text.Length), Widths.Mean, 1e-9);
        Assert.Equal(Widths.Mean, Widths['?']);
    }

    [Fact]
    public void The_room_between_words_is_that_of_the_spaces_and_what_letters_leave_free() => Assert.Equal(12 + 4, Widths.WordGap, 1.0);

    [Fact]
    public void Every_letter_is_found_where_it_is_written() =>
        Assert.All(Lines.Take(50), line =>
        {
            var places = Widths.CharacterAt(line);
            int[] letters = [.. Enumerable.Range(0, line.Text.Length).Where(i => line.Text[i] != ' ')];
            // At a letter's edge the neighbour is as right.
            Assert.Equal(letters, Enumerable.Range(0, letters.Length).Select(i => places[BlockWriting.PointsOfLetter * i + 1]));
            Assert.Equal((letters[0], letters[^1]), (places[0], places[^1]));
        });

    [Fact]
    public void A_pen_that_goes_back_stays_at_its_letter()
    {
        var line = BlockWriting.Write("nano", BlockWriting.Width);
        // From the end of the line, a dot over the first letter, then on the last one again.
        var dotted = line with { Points = [.. line.Points, new(-60, 5, true), new(55, 0, true)] };
        Assert.Equal(3, Widths.CharacterAt(dotted)[^2]);
        Assert.Equal(Widths.CharacterAt(line), Widths.CharacterAt(dotted)[..^2]);
    }

    [Fact]
    public void Places_are_within_the_text_never_go_back_and_are_never_spaces() =>
        Gen.Select(MadeStrokes.Points, Gen.Char["imn "].Array[1, 12]).Where((_, text) => text.Any(character => character != ' ')).Sample((points, text) =>
        {
            var places = Widths.CharacterAt(new("made", new(text), points));
            Assert.Equal(points.Length, places.Length);
            Assert.All(places, place => Assert.True(text[place] != ' '));
            Assert.Equal(places.Order(), places);
            Assert.True(points.All(point => point.Dx == 0) || places[^1] == Array.FindLastIndex(text, character => character != ' '));
        });

    [Fact]
    public void A_scale_is_how_much_wider_a_line_is_than_usual()
    {
        var line = BlockWriting.Write("minimum on omni", BlockWriting.Width);
        Assert.Equal(1, Widths.ScaleOf(line), 0.03);
        Assert.Equal(1.5, Widths.ScaleOf(BlockWriting.Write(line.Text, character => 1.5 * BlockWriting.Width(character))), 0.05);
        Assert.Equal(2, Widths.ScaleOf(BlockWriting.Write(line.Text, character => 9 * BlockWriting.Width(character))));
        Assert.Equal(0.5, Widths.ScaleOf(line with { Points = [new(0, 0, true)] }));
    }

    [Fact]
    public void Nothing_to_learn_from_gives_equal_widths()
    {
        var one = LetterWidths.Fit([BlockWriting.Write("nano", BlockWriting.Width)]);
        Assert.Equal((15, 15, 15, 15), (one['n'], one['a'], one['?'], one.WordGap));
        var dots = LetterWidths.Fit([new("made", "..", [new(0, 0, true), new(0, 0, true)])]);
        Assert.True(dots['.'] > 0 && dots.WordGap > 0);
        Assert.Equal([0, 0], dots.CharacterAt(new("made", "..", [new(0, 0, true), new(0, 0, true)])));
    }

    [Fact]
    public void Rare_characters_are_near_the_mean_and_none_is_without_width()
    {
        var widths = LetterWidths.Fit([.. Lines, BlockWriting.Write("xo", character => character == 'x' ? 800 : 16)]);
        Assert.InRange(widths['x'], widths.Mean, 300);
        // A letter that makes lines shorter.
        var narrow = LetterWidths.Fit([.. Lines.Where(line => line.Points.Length > 20).Select((line, i) => i % 2 == 0 ? line : line with { Text = line.Text + "xx", Points = line.Points[..^12] })]);
        Assert.Equal(narrow.Mean / 10, narrow['x'], 1e-9);
    }

    [Fact]
    public void In_lines_from_fonts_the_letter_is_found_within_one_character()
    {
        HersheyFont[] fonts = [.. HersheyWriter.UsualFonts.Select(InstalledFonts.Open)];
        var widths = LetterWidths.Fit([.. new HersheyWriter(fonts).WriteCorpus(2000, 1)]);
        var errors = Enumerable.Range(0, 100).SelectMany(i =>
        {
            var random = new RandomStream(77, $"{i}");
            var (font, text) = (fonts[i % fonts.Length], WordLine.Draw(random));
            // Upright and level, so that a place says which letter stands there.
            var line = HersheyWriter.Write("made", text, font, HersheyStyle.Draw(random) with { Slant = 0, Slope = 0 }, random);
            return widths.CharacterAt(line).Zip(Truth(line, font), (found, truth) => Math.Abs(found - truth));
        }).ToArray();
        Assert.InRange(errors.Average(), 0, 0.35);
        Assert.InRange(errors.Count(error => error <= 1) / (double)errors.Length, 0.97, 1);
        Assert.InRange(errors.Max(), 0, 4);
    }

    // In whose room, by the font's advances, each point is.
    private static IEnumerable<int> Truth(PenLine line, HersheyFont font)
    {
        var (x, least, greatest, ends) = (0, int.MaxValue, int.MinValue, new List<double>());
        foreach (var glyph in line.Text.Select(font.Glyph))
        {
            foreach (var corner in glyph.Strokes.SelectMany(stroke => stroke))
                (least, greatest) = (Math.Min(least, x + corner.X), Math.Max(greatest, x + corner.X));
            ends.Add(x += glyph.Advance);
        }
        var ink = new Ink(line);
        return ink.X.Select(place => Math.Min(ends.Count - 1, ends.Count(end => end < least + (place - ink.Left) / ink.Extent * (greatest - least))));
    }
}
