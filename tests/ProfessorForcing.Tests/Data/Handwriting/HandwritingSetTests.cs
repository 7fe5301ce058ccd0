using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class HandwritingSetTests
{
    private static readonly PenAlphabet Alphabet = new("mino");

    private static readonly LetterWidths Widths = LetterWidths.Fit(BlockWriting.Corpus);

    // Two forms, by the letter that the names begin with.
    private static readonly PenLine[] Lines =
    [
        BlockWriting.Write("no mi", BlockWriting.Width, height: 10, id: "a1"),
        BlockWriting.Write("mm", BlockWriting.Width, height: 16, id: "a2"),
        BlockWriting.Write("onion", BlockWriting.Width, height: 10, slope: 0.5, id: "b1"),
        BlockWriting.Write("in", BlockWriting.Width, height: 10, id: "a3"),
    ];

    // Lines of 2 to 12 points with their texts, on some of three forms.
    private static readonly Gen<PenLine[]> AnyLines = Gen.Select(MadeStrokes.Points.Where(points => points.Length >= 2), Gen.Char["mino"].Array[1, 6], Gen.Char["abc"], (points, text, form) => new PenLine($"{form}", new(text), points)).Array[1, 6];

    private static HandwritingSet Set(int sequenceLength, double longestMove = double.PositiveInfinity) => new(Lines, Alphabet, Widths, sequenceLength, line => line.Id[..1], longestMove);

    [Fact]
    public void Pieces_cover_all_lines_but_for_single_points_at_their_ends() =>
        Gen.Select(AnyLines, Gen.Int[2, 6]).Sample((lines, length) =>
        {
            var set = new HandwritingSet(lines, Alphabet, Widths, length);
            var rows = set.ReadRows([.. Enumerable.Range(0, set.Count)]);
            Assert.Equal(lines.SelectMany(line => line.Points.Length % length == 1 ? line.Points[..^1] : line.Points), rows.Points.SelectMany(row => row));
            Assert.All(rows.Points, row => Assert.InRange(row.Length, 2, length));
            Assert.Equal(set.ElementCount, rows.Points.Sum(row => row.Length));
            Assert.Equal((length, false), (set.SequenceLength, set.IsContinuous));
        });

    [Fact]
    public void A_pieces_text_is_that_from_its_first_character_to_the_end_of_the_line()
    {
        // Three points a letter: two pieces of six points in "no mi", one in "mm", two and a half in "onion".
        var set = Set(6);
        Assert.Equal(["no mi", "mi", "mm", "onion", "ion", "n", "in"], Texts(set, 0));
        // The first piece's text is all of it, wherever its first point is.
        Assert.Equal(["no mi", "no mi", "o mi", "mi"], Texts(Set(2), 0).Take(4));
    }

    [Fact]
    public void A_row_goes_on_into_its_line_and_then_into_the_next_lines_of_its_form()
    {
        var set = Set(6);
        // The lines a1, a2 and a3 follow one another; b1 follows itself.
        Assert.Equal(["no mi", "mi mm", "mm in", "onion", "ion onion", "n onion", "in no mi"], Texts(set, 12));
        Assert.Equal(["no mi mm in", "mi mm in no mi", "mm in no mi", "onion onion", "ion onion", "n onion onion", "in no mi mm"], Texts(set, 22));
    }

    [Fact]
    public void A_row_of_one_hands_lines_goes_on_into_any_of_them_and_each_is_a_unit_of_its_own()
    {
        var set = new HandwritingSet(Lines, Alphabet, Widths, 20, isOneHand: true);
        Assert.Equal(["no mi mm", "mm onion", "onion in", "in no mi"], Texts(set, 17));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, set.Count).Select(set.UnitOf));
    }

    [Fact]
    public void A_row_that_is_read_on_is_its_lines_with_the_moves_between_them() =>
        Gen.Select(AnyLines, Gen.Int[2, 6], Gen.Int[0, 50]).SelectMany((lines, length, more) => Gen.Int[0, 30].Select(index => (lines, length, more, index))).Sample((lines, length, more, index) =>
        {
            var set = new HandwritingSet(lines, Alphabet, Widths, length, line => line.Id);
            index %= set.Count;
            var row = Assert.Single(set.ReadRows([index], length + 1 + more).Points);
            Assert.Equal(length + 1 + more, row.Length);
            // Which line the piece is of, and where it begins.
            var (line, start) = lines.SelectMany((_, i) => Enumerable.Range(0, lines[i].Points.Length).Where(t => t % length == 0 && lines[i].Points.Length - t >= 2).Select(t => (i, t))).ElementAt(index);
            int[] form = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Id == lines[line].Id)];
            var expected = lines[line].Points[start..].Select(point => (PenPoint?)point).ToList();
            for (var at = Array.IndexOf(form, line) + 1; expected.Count < row.Length; at++)
            {
                // The move between two lines is not one of theirs.
                var next = lines[form[at % form.Length]].Points;
                Assert.True(expected.Count >= row.Length || row[expected.Count].LiftsPen == next[0].LiftsPen);
                expected.Add(null);
                expected.AddRange(next[1..].Select(point => (PenPoint?)point));
            }
            Assert.All(row.Zip(expected), pair => Assert.True(pair.Second is null || pair.Second == pair.First));
        });

    [Fact]
    public void Joined_lines_are_a_space_apart_and_at_the_same_height()
    {
        var row = Set(6).ReadRows([0], 12 + 6).Points[0];
        var positions = BlockWriting.Positions(row);
        var (before, after) = (positions[..12], positions[12..]);
        var scale = Widths.ScaleOf(Lines[0]);
        Assert.Equal(Widths.WordGap * scale, after.Min(place => place.X) - before.Max(place => place.X), 1e-4);
        Assert.Equal(Ink.Median(before.Select(place => place.Y)), Ink.Median(after.Select(place => place.Y)), 1e-4);
        // The pen is up on the way.
        Assert.True(row[11].LiftsPen && !row[12].LiftsPen);
        Assert.Equal(Lines[1].Points[1..], row[13..]);
    }

    [Fact]
    public void The_height_is_that_of_the_ink_near_to_the_joint()
    {
        // Thirty letters with a base line that rises by half of what the pen goes to the right.
        var line = BlockWriting.Write(new('n', 30), BlockWriting.Width, slope: 0.5, id: "steep");
        var set = new HandwritingSet([line], Alphabet, Widths, 90);
        var positions = BlockWriting.Positions(set.ReadRows([0], 91).Points[0]);
        var (end, start) = (positions[89], positions[90]);
        // Over the eight letters beside the joint the median is about four letters' rise below the end; and above the start, likewise.
        Assert.Equal(0.5 * 8 * Widths.Mean, end.Y - start.Y, 8.0);
    }

    [Fact]
    public void Too_long_a_move_between_lines_is_shortened_and_keeps_its_direction()
    {
        var (whole, limited) = (Set(6).ReadRows([2], 7).Points[0][6], Set(6, longestMove: 5).ReadRows([2], 7).Points[0][6]);
        Assert.Equal(5, Math.Sqrt(limited.Dx * limited.Dx + limited.Dy * limited.Dy), 1e-5);
        Assert.Equal(Math.Atan2(whole.Dy, whole.Dx), Math.Atan2(limited.Dy, limited.Dx), 1e-5);
    }

    [Fact]
    public void A_piece_from_the_middle_of_a_line_keeps_the_move_from_the_point_before() =>
        Assert.Equal(Lines[0].Points[6], Set(6).ReadRows([1]).Points[0][0]);

    [Fact]
    public void A_batch_is_padded_and_masked_and_has_the_texts()
    {
        using var scope = NewDisposeScope();
        var batch = Set(6).Read([5, 1]);
        Assert.Equal([2L, 6, 3], batch.Elements.shape);
        Assert.Equal(ScalarType.Float32, batch.Elements.dtype);
        Assert.Equal([3, 6], batch.Lengths);
        Assert.Equal([1f, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1], batch.Mask().data<float>().ToArray());
        Assert.Equal([.. Lines[2].Points[12..].SelectMany(Numbers), .. new float[9], .. Lines[0].Points[6..].SelectMany(Numbers)], batch.Elements.data<float>().ToArray());
        // Of " imno", padded with 0.
        Assert.Equal([3L, 0, 2, 1], batch.Text!.Characters.data<long>().ToArray());
        Assert.Equal([1, 2], batch.Text.Lengths);
        Assert.Equal(ScalarType.Int64, batch.Text.Characters.dtype);
        static float[] Numbers(PenPoint point) => [point.Dx, point.Dy, point.LiftsPen ? 1 : 0];
    }

    [Fact]
    public void The_pieces_of_a_form_are_a_unit()
    {
        // Of a1, a2, b1 and a3; where nothing is said of forms, of each line.
        Assert.Equal([0, 0, 0, 1, 1, 1, 0], Units(Set(6)));
        Assert.Equal([0, 0, 1, 2, 2, 2, 3], Units(new(Lines, Alphabet, Widths, 6)));
        static IEnumerable<int> Units(HandwritingSet set) => Enumerable.Range(0, set.Count).Select(set.UnitOf);
    }

    [Fact]
    public void A_shorter_read_takes_the_beginning_and_keeps_the_text()
    {
        var rows = Set(6).ReadRows([0, 5], 4);
        Assert.Equal(Lines[0].Points[..4], rows.Points[0]);
        Assert.Equal(Alphabet.Encode("no mi"), rows.Texts[0]);
        // A piece of three points goes on into the next line.
        Assert.Equal(4, rows.Points[1].Length);
        Assert.Equal(Alphabet.Encode("n onion"), rows.Texts[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(22)]
    public void Joined_rows_go_on_however_long_pieces_are(int length)
    {
        var rows = Set(200).ReadRows(Set(200).FirstPieces.ToArray(), length);
        var expected = Set(2).ReadRows(Set(2).FirstPieces.ToArray(), length);
        Assert.All(rows.Points, row => Assert.Equal(length, row.Length));
        Assert.Equal(expected.Points.SelectMany(row => row), rows.Points.SelectMany(row => row));
        Assert.Equal(expected.Texts.SelectMany(text => text), rows.Texts.SelectMany(text => text));
    }

    [Fact]
    public void Equal_reads_are_equal() =>
        Assert.Equal(Set(4).ReadRows([0, 3, 5], 30).Points.SelectMany(row => row), Set(4).ReadRows([0, 3, 5], 30).Points.SelectMany(row => row));

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        var set = Set(6);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ReadRows([set.Count]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ReadRows([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ReadRows([0], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ReadRows([set.Count], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(1));
    }

    [Theory]
    [InlineData("", 2, "line 'poor' has 2 points and a text of 0 characters; at least 2 points and one character are needed")]
    [InlineData("n", 1, "line 'poor' has 1 points and a text of 1 characters; at least 2 points and one character are needed")]
    [InlineData("nx", 2, "character 2 of the text is 'x', which is not among the 5")]
    public void A_line_that_cannot_be_used_is_named(string text, int points, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<InputDataException>(() => new HandwritingSet([Lines[0], new("poor", text, new PenPoint[points])], Alphabet, Widths, 6)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Texts(HandwritingSet set, int length) =>
        set.ReadRows([.. Enumerable.Range(0, set.Count)], length).Texts.Select(text => string.Concat(text.Select(number => Alphabet.Characters[number])));
}
