using System.Globalization;
using System.Xml.Linq;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Reports;
using ProfessorForcing.Tests.Storage;

using SkiaSharp;

namespace ProfessorForcing.Tests.Reports;

public sealed class AlignmentPlotTests
{
    // Four steps over three characters.
    private static readonly float[][] Weights = [[1, 0, 0], [0.25f, 0.5f, 0], [0, 0, 1], [0, 0, 1]];

    private static readonly PenLine Line = new("made", "", [new(0, 0, false), new(40, 10, false), new(20, -10, false), new(40, 0, true)]);

    [Fact]
    public void Steps_go_to_the_right_and_characters_down_and_great_weights_are_dark()
    {
        using var bitmap = SKBitmap.Decode(AlignmentPlot.ToPng(Weights, "a b"));
        // Cells of 250 × 30 pixels from (70, 20) on; through their middle goes the path.
        SKColor At(int t, int u, int y) => bitmap.GetPixel(70 + 250 * t + 125, 20 + 30 * u + y);
        Assert.All([(0, 0), (2, 2), (3, 2)], cell => Assert.Equal(new SKColor(0x08, 0x30, 0x6B), At(cell.Item1, cell.Item2, 5)));
        Assert.All([(0, 1), (0, 2), (1, 2), (2, 0), (3, 1)], cell => Assert.Equal(SKColors.White, At(cell.Item1, cell.Item2, 5)));
        Assert.InRange(At(1, 0, 5).Red, At(1, 1, 5).Red + 20, 250);
        Assert.All([(0, 0), (1, 1), (2, 2)], cell => Assert.Contains(Enumerable.Range(13, 4), y => IsOrange(At(cell.Item1, cell.Item2, y))));
        Assert.All([(0, 1), (2, 0), (1, 0)], cell => Assert.DoesNotContain(Enumerable.Range(13, 4), y => IsOrange(At(cell.Item1, cell.Item2, y))));
    }

    [Fact]
    public void The_characters_are_named_at_the_side()
    {
        string[] texts = [.. Texts(AlignmentPlot.ToSvg(Weights, "a \u0001")).Select(text => text.Value.Trim())];
        Assert.All(["a", "␣", "□", "step", "character", "weight", "line: where the window reads"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void Each_character_stands_under_the_place_where_the_window_was_on_it()
    {
        var svg = AlignmentPlot.ToSvg(Weights, "abc", Line);
        var letters = Letters(svg);
        // The line is 100 wide, so 10 pixels for a unit: a at 0, b at 40, c at 60 and 100, of which the upper one counts; letters are about 7 wide.
        Assert.Equal(70 - 3.5, letters["a"], 1.0);
        Assert.Equal(70 + 400 - 3.5, letters["b"], 1.0);
        Assert.Equal(70 + 1000 - 3.5, letters["c"], 1.0);
        Assert.Contains(Texts(svg), text => text.Value.Trim() == "line: where the window reads; letters: where the pen was then");
        Assert.Equal(svg, AlignmentPlot.ToSvg(Weights, "abc", Line));
    }

    [Fact]
    public void A_gaussian_that_lags_behind_moves_neither_the_line_nor_the_letters()
    {
        // One that leads, ten steps at a character, and passes over the last but one; one with more weight that is at the first all the time.
        int[] leading = [2, 3, 5];
        float[][] weights = [.. Enumerable.Range(0, 30).Select(t => Enumerable.Range(0, 6).Select(u => u == 0 ? 1 : u == leading[t / 10] ? 0.5f : 0).ToArray())];
        var line = new PenLine("made", "", [.. Enumerable.Range(0, 30).Select(t => new PenPoint(t == 0 ? 0 : 1, 0, t == 29))]);
        var letters = Letters(AlignmentPlot.ToSvg(weights, "wonder", line));
        Assert.Equal(["d", "n", "r"], letters.Keys.Order());
        // 29 units are 1,000 pixels wide; in the middle of their steps the pen is at 5, 15 and 25.
        Assert.All([("n", 5.0), ("d", 15), ("r", 25)], letter => Assert.Equal(70 + letter.Item2 * 1000 / 29 - 3.5, letters[letter.Item1], 2.0));
        using var bitmap = SKBitmap.Decode(AlignmentPlot.ToPng(weights, "wonder"));
        // A step is 33 pixels wide, a character's row 15 high.
        bool HasLine(int t, int u) => Enumerable.Range(0, 15).Any(y => IsOrange(bitmap.GetPixel(70 + t * 1000 / 30 + 16, 20 + 15 * u + y)));
        Assert.All([(5, 2), (15, 3), (25, 5)], cell => Assert.True(HasLine(cell.Item1, cell.Item2)));
        Assert.All([5, 15, 25], t => Assert.False(HasLine(t, 0)));
    }

    [Fact]
    public void A_single_great_weight_does_not_leave_the_others_white()
    {
        float[][] weights = [.. Enumerable.Range(0, 200).Select(t => new[] { t == 100 ? 50f : 1, 0 })];
        using var bitmap = SKBitmap.Decode(AlignmentPlot.ToPng(weights, "ab"));
        Assert.All([10, 100, 190], t => Assert.Equal(new SKColor(0x08, 0x30, 0x6B), bitmap.GetPixel(70 + 5 * t + 2, 25)));
        Assert.Equal(SKColors.White, bitmap.GetPixel(70 + 500, 20 + 50));
    }

    [Fact]
    public void The_handwriting_stands_below()
    {
        using var alone = SKBitmap.Decode(AlignmentPlot.ToPng(Weights, "abc"));
        using var both = SKBitmap.Decode(AlignmentPlot.ToPng(Weights, "abc", Line));
        Assert.Equal(alone.Height + 100 + 36, both.Height);
        // From the middle of the last move on, the pen is at the bottom.
        Assert.InRange(both.GetPixel(70 + 800, alone.Height + 100).Red, 0, 100);
        Assert.Equal(SKColors.White, both.GetPixel(70 + 800, alone.Height + 90));
    }

    [Fact]
    public void A_file_is_written_in_the_kind_of_its_ending()
    {
        using var folder = new TemporaryFolder();
        AlignmentPlot.Write(folder["alignment.png"], Weights, "abc");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["alignment.png"])[..4]);
        AlignmentPlot.Write(folder["alignment.svg"], Weights, "abc");
        Assert.Equal("svg", XDocument.Load(folder["alignment.svg"]).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(3000, 400, 1)]
    [InlineData(2, 50, 0)]
    public void Any_number_of_steps_and_characters_is_drawn(int steps, int characters, int weight)
    {
        var weights = Enumerable.Range(0, steps).Select(t => Enumerable.Range(0, characters).Select(u => (float)(u == t % characters ? weight : 0)).ToArray()).ToArray();
        var line = new PenLine("made", "", [.. Enumerable.Repeat(new PenPoint(0, 0, true), steps)]);
        using var bitmap = SKBitmap.Decode(AlignmentPlot.ToPng(weights, new string('x', characters), line));
        Assert.Equal(1175, bitmap.Width);
        Assert.InRange(bitmap.Height, 200, 1320);
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        Assert.StartsWith("There are no steps, or no characters.", Message([], "abc"), StringComparison.Ordinal);
        Assert.StartsWith("There are no steps, or no characters.", Message([[]], ""), StringComparison.Ordinal);
        Assert.StartsWith("Step 0 has 3 weights for 2 characters.", Message(Weights, "ab"), StringComparison.Ordinal);
        Assert.StartsWith("Step 1 has a weight of NaN for character 2.", Message([Weights[0], [0, 0, float.NaN]], "abc"), StringComparison.Ordinal);
        Assert.StartsWith("Step 0 has a weight of -1 for character 1.", Message([[0, -1, 0]], "abc"), StringComparison.Ordinal);
        Assert.StartsWith("The line has 4 points for 3 steps.", Message(Weights[..3], "abc", Line), StringComparison.Ordinal);
    }

    private static bool IsOrange(SKColor colour) => colour.Red > colour.Blue + 10;

    private static string Message(float[][] weights, string text, PenLine? line = null) =>
        Assert.Throws<ArgumentException>(() => AlignmentPlot.ToPng(weights, text, line)).Message;

    // Where the characters below the handwriting begin.
    private static Dictionary<string, double> Letters(string svg) => Texts(svg).Where(text => (string?)text.Attribute("fill") == "#D55E00" && text.Value.Trim().Length == 1)
        .ToDictionary(text => text.Value.Trim(), text => double.Parse(((string)text.Attribute("x")!).Split(',')[0], CultureInfo.InvariantCulture));

    private static IEnumerable<XElement> Texts(string svg) => XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text");
}
