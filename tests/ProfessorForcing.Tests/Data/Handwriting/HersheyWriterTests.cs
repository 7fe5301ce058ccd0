using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class HersheyWriterTests
{
    // A space, a vertical line 21 high, a line from edge to edge on the base line, a dot at half the height, and a corner whose second stroke begins where the first ended.
    private static readonly HersheyFont Font = HersheyFont.Parse(Encoding.ASCII.GetBytes(
        "  699  1JZ\n  714  3MWRFR[\n    1  3JZJ[Z[\n    2  2JZRQ\n    3  6JZJFJ[ RJ[Z[\n"), "made.jhf");

    private static readonly HersheyStyle Steady = new() { Jitter = 0, Drift = 0 };

    [Fact]
    public void A_stroke_goes_through_the_corners_of_its_letter_in_steps_of_the_speed()
    {
        var line = Write("!", Steady with { Size = 100, Speed = 20 });
        Assert.Equal(("made", "!", 1), (line.Id, line.Text, line.StrokeCount));
        Assert.All(line.Points, point => Assert.Equal(0, point.Dx, 1e-3));
        Assert.All(line.Points.Skip(1), point => Assert.True(point.Dy < 0));
        // Letters are of somewhat uneven size.
        Assert.InRange(-line.Points.Sum(point => point.Dy), 0.85 * 2100, 1.15 * 2100);
        Assert.InRange(-line.Points.Skip(1).Average(point => point.Dy), 16, 25);
        // Slow, fast, slow.
        var third = line.Points.Length / 3;
        Assert.True(-line.Points.Skip(third).Take(third).Sum(point => point.Dy) > -1.3 * line.Points.Skip(1).Take(third).Sum(point => point.Dy));
        Assert.InRange((double)line.Points.Length / Write("!", Steady with { Size = 100, Speed = 40 }).Points.Length, 1.6, 2.4);
    }

    [Fact]
    public void A_style_says_how_letters_lean_grow_stand_and_rise()
    {
        Assert.Equal(0.3, Way("!", Steady with { Slant = 0.3 }) is var (x, y) ? x / y : 0, 1e-3);
        Assert.Equal(2, Way("!", Steady with { Size = 20 }).Y / Way("!", Steady with { Size = 10 }).Y, 1e-3);
        Assert.Equal(-0.02, Way("\"", Steady with { Slope = -0.02 }) is var (right, up) ? up / right : 0, 1e-3);
        Assert.Equal(1.1, Way("# #", Steady with { Spacing = 1.1 }).X / Way("# #", Steady).X, 5e-3);
        Assert.InRange(Way("# #", Steady with { Size = 10 }).X, 320 * 0.85, 320 * 1.15);
    }

    [Fact]
    public void Jitter_and_drift_are_as_large_as_the_style_says()
    {
        static double Deviation(IEnumerable<double> values) => Math.Sqrt(values.Average(value => value * value));
        var jitter = Write("\"", Steady with { Size = 3000, Jitter = 5 });
        var height = 0.0;
        Assert.InRange(Deviation(jitter.Points.Select(point => height += point.Dy)), 3.5, 9);
        // Near points stray alike.
        Assert.InRange(Deviation(jitter.Points.Select(point => (double)point.Dy)), 1.5, 5);
        var drift = Write(new string('#', 2000), Steady with { Size = 0.01, Drift = 2 });
        Assert.Equal(2, Deviation(drift.Points.Zip(drift.Points.Skip(1), (_, point) => (double)point.Dy)), 0.3);
    }

    [Fact]
    public void The_pen_is_lifted_between_strokes_unless_one_begins_where_the_other_ended()
    {
        Assert.Equal(1, Write("$", Steady).StrokeCount);
        Assert.Equal(2, Write("!!", Steady).StrokeCount);
        Assert.Equal(3, Write("###", Steady).StrokeCount);
        Assert.Equal(1, Write("\"\"", Steady).StrokeCount);
        Assert.Equal(2, Write("\" \"", Steady).StrokeCount);
    }

    [Fact]
    public void Whatever_is_written_is_a_sound_line_and_follows_from_the_seed() =>
        Gen.Select(Gen.ULong, Gen.Char["!\"#$ "].Array[1, 12].Select(characters => new string(characters) + "#")).Sample((seed, text) =>
        {
            var writer = new HersheyWriter([Font, Font]);
            var line = writer.Write("made", text, new(seed, "test"));
            MadeStrokes.IsSoundOrRefused(() => [line]);
            Assert.Equal(text, line.Text);
            Assert.Equal(line.Points, writer.Write("made", text, new(seed, "test")).Points);
            Assert.NotEqual(line.Points, writer.Write("made", text + "!", new(seed + 1, "test")).Points);
        });

    [Theory]
    [InlineData("!aé!a", "the font 'made' lacks 'a', 'é', so it cannot write line 'made'")]
    [InlineData("!\n", "the font 'made' lacks U+000A, so it cannot write line 'made'")]
    [InlineData("🎲", "the font 'made' lacks U+D83C, U+DFB2, so it cannot write line 'made'")]
    [InlineData("  ", "line 'made' has nothing to write but spaces")]
    [InlineData("", "line 'made' has nothing to write but spaces")]
    public void What_cannot_be_written_is_named(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<InputDataException>(() => Write(text, Steady)).Message);

    [Fact]
    public void A_drawn_style_is_in_its_bounds_and_varies_in_all_it_has()
    {
        var random = new RandomStream(1, "styles");
        var styles = Enumerable.Range(0, 200).Select(_ => HersheyStyle.Draw(random)).ToArray();
        void Between(Func<HersheyStyle, double> of, double low, double high)
        {
            Assert.All(styles, style => Assert.InRange(of(style), low, high));
            Assert.InRange(styles.Max(of) - styles.Min(of), 0.9 * (high - low), high - low);
        }
        Between(style => style.Size / new HersheyStyle().Size, 0.75, 1.3);
        Between(style => style.Slant, -0.2, 0.45);
        Between(style => style.Speed, 15, 25);
        Between(style => style.Jitter, 1, 5);
        Between(style => style.Drift, 1, 7);
        Between(style => style.Slope, -0.03, 0.03);
        Between(style => style.Spacing, 0.9, 1.15);
    }

    [Fact]
    public void Words_make_lines_of_letters_that_are_all_used()
    {
        var lines = Enumerable.Range(0, 2000).Select(i => WordLine.Draw(new RandomStream(1, $"{i}"))).ToArray();
        Assert.All(lines, line => Assert.Matches(@"\A[A-Za-z0-9]+[,.?]?( [A-Za-z0-9]+[,.?]?)*\z", line));
        Assert.All(lines, line => Assert.InRange(line.Length, 18, 60));
        Assert.InRange(lines.Average(line => line.Length), 27, 33);
        Assert.Equal(26 + 10 + 4, string.Concat(lines).Where(character => !char.IsAsciiLetterUpper(character)).Distinct().Count());
        Assert.All(lines, line => Assert.DoesNotMatch(@"[.?] [a-z]", line));
        Assert.Equal(CommonWords.All.Count, CommonWords.All.Distinct().Count());
        Assert.All(CommonWords.All, word => Assert.Matches(@"\A[a-z]+\z", word));
    }

    [Fact]
    public void A_line_of_a_corpus_depends_on_the_seed_and_its_number_alone()
    {
        var writer = InstalledFonts.Writer();
        var (few, many, others) = (writer.WriteCorpus(3, 5).ToArray(), writer.WriteCorpus(9, 5).ToArray(), writer.WriteCorpus(3, 6).ToArray());
        Assert.Equal(["hershey-000000-0", "hershey-000000-1", "hershey-000000-2"], few.Select(line => line.Id));
        Assert.All(few.Zip(many), pair => Assert.Equal((pair.First.Text, string.Join(' ', pair.First.Points)), (pair.Second.Text, string.Join(' ', pair.Second.Points))));
        Assert.All(few.Zip(others), pair => Assert.NotEqual(pair.First.Text, pair.Second.Text));
        Assert.Equal(9, many.Select(line => line.Text).Distinct().Count());
        Assert.Equal(["hershey-000000", "hershey-000001"], many.Select(HersheyWriter.FormOf).Distinct());
    }

    [Fact]
    public void One_hand_writes_a_form()
    {
        // Slant and size of a line, roughly: how tall the writing is, from line to line of a form and from form to form.
        var heights = InstalledFonts.Writer().WriteCorpus(400, 1).GroupBy(HersheyWriter.FormOf).Select(form => form.Select(line => WritingSize.Of(line)).ToArray()).ToArray();
        var within = heights.Average(form => form.Average(height => Math.Pow(height - form.Average(), 2)));
        var between = heights.Average(form => Math.Pow(form.Average() - heights.Average(other => other.Average()), 2));
        Assert.True(within < between / 2, $"{within} within, {between} between");
    }

    [Fact]
    public void Moves_are_of_the_size_of_those_of_the_database()
    {
        var written = InstalledFonts.Writer().WriteCorpus(500, 1).ToArray();
        PenLine[] recorded = [.. IamOnDbPrepared.Read(RealData.With("iam-ondb/strokes.npz")).Where(line => line.Split == IamSplit.Train).Select(line => line.Line)];
        static double[] Drawn(PenLine[] lines) =>
            [.. lines.SelectMany(line => line.Points.Skip(1).Where((_, i) => !line.Points[i].LiftsPen)).Select(point => Math.Sqrt(point.Dx * point.Dx + point.Dy * point.Dy)).Order()];
        void Compare(Func<PenLine[], double> measure, double tolerance) => Assert.InRange(measure(written) / measure(recorded), 1 - tolerance, 1 + tolerance);
        var (a, b) = (Drawn(written), Drawn(recorded));
        Assert.All(new[] { 0.25, 0.5, 0.75, 0.95 }, share => Assert.InRange(a[(int)(share * a.Length)] / b[(int)(share * b.Length)], 0.9, 1.1));
        Compare(lines => StrokeNormalization.Fit(lines).Scale, 0.15);
        Compare(lines => (double)lines.Sum(line => line.Points.Length) / lines.Sum(line => line.Text.Length), 0.1);
        Compare(lines => lines.Average(line => line.Text.Length), 0.1);
    }

    private static PenLine Write(string text, HersheyStyle style) => HersheyWriter.Write("made", text, Font, style, new RandomStream(1, "test"));

    // From the first point to the last.
    private static (double X, double Y) Way(string text, HersheyStyle style)
    {
        var points = Write(text, style).Points;
        return (points.Sum(point => (double)point.Dx), points.Sum(point => (double)point.Dy));
    }
}
