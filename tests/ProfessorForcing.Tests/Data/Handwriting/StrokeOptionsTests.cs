using System.Globalization;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class StrokeOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_every_ten_lines_the_second_is_for_validation_and_the_third_for_test()
    {
        for (var i = 0; i < 13; i++)
            Write($"line{i:D2}", "no mi");
        Assert.Equal(
            "line00 line03 line04 line05 line06 line07 line08 line09 line10 | line01 line11 | line02 line12",
            string.Join(" | ", Enum.GetValues<Split>().Select(split => string.Join(' ', Open().Open(split).Lines.Select(line => line.Id)))));
    }

    [Fact]
    public void Long_rows_go_on_from_line_to_line()
    {
        for (var i = 0; i < 5; i++)
            Write($"line{i}", i == 3 ? "min" : "no mi");
        var (domain, train) = (Open(), Open().Open(Split.Train));
        var row = train.ReadRows([0], train.Lines[0].Points.Length + 2);
        Assert.Equal("no mi min", string.Concat(row.Texts[0].Select(number => domain.Alphabet.Characters[number])));
    }

    [Fact]
    public void Lines_of_any_unit_come_out_alike()
    {
        Write("a", " no\n mi ", unit: 5);
        Write("b", "no mi", unit: 0.01);
        Write("c", "no mi");
        var domain = Open();
        var train = domain.Open(Split.Train);
        Assert.Equal(["no mi"], train.Lines.Select(line => line.Text));
        Assert.All(train.Lines[0].Points.Zip(domain.Open(Split.Valid).Lines[0].Points), pair => Assert.Equal(pair.First.Dx, pair.Second.Dx, 1e-3));
        Assert.Equal(WritingSize.Usual, WritingSize.Of(domain.Normalization.Invert(train.Lines[0])), 0.01);
        Assert.Equal(" imno", domain.Alphabet.Characters);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_picture_has_points_as_near_as_a_recording_whatever_its_unit(double unit)
    {
        string At(params double[] numbers) => string.Join(' ', numbers.Select(number => (unit * number).ToString("R", CultureInfo.InvariantCulture)));
        // A round of two curves, and a straight stroke as high.
        var path = _folder.Write("o.svg", $"<svg><path d='M{At(0, 0)}C{At(0, -8, 10, -8, 10, 0)}S{At(0, 8, 0, 0)}'/><path d='M{At(14, -6)}L{At(14, 6)}'/></svg>");
        _folder.Write("o.txt", "ol");
        var line = StrokeFolder.ReadLine(path);
        Assert.Equal(WritingSize.Usual, WritingSize.Of(line), 1);
        Assert.Equal(2, line.StrokeCount);
        // Each curve in 33, and from one stroke to the other.
        Assert.Equal(1 + 33 + 33 + 1 + 18, line.Points.Length);
        var drawn = line.Points.Where((_, t) => t > 0 && !line.Points[t - 1].LiftsPen).Select(point => Math.Sqrt(point.Dx * point.Dx + point.Dy * point.Dy)).ToArray();
        Assert.InRange(drawn.Max(), 10, 36);
        // 12 units high are 320, and drawn in moves of at most 18.
        Assert.Equal(18, line.Points.Reverse().TakeWhile((point, t) => t == 0 || !point.LiftsPen).Count() - 1);
        Assert.Equal(14 * 320 / 12.0, line.Points.Sum(point => point.Dx), 0.1);
    }

    [Fact]
    public void Files_without_a_text_are_left_out()
    {
        foreach (var name in "abc")
            Write($"{name}", "no mi");
        Write("b2", "");
        Write("b3", "no");
        File.Delete(Path.Combine(_folder.Path, "set", "b3.txt"));
        _folder.Write("set/notes.txt", "what is what");
        Assert.Equal("b", Open("set").Open(Split.Valid).Lines[0].Id);
        Assert.Equal([$"'{Path.Combine(_folder.Path, "set")}': left out 2 of 5 files, which have no .txt beside them, or an empty one"], _folder.Reports);
        File.Delete(Path.Combine(_folder.Path, "set", "c.csv"));
        Assert.Equal(
            $"'{Path.Combine(_folder.Path, "set")}' has 2 lines of handwriting with a text (2 files have no .txt beside them, or an empty one); at least 3 are needed",
            Assert.Throws<InputDataException>(() => Open("set")).Message);
    }

    [Theory]
    [InlineData("a.svg", "<svg><path d='M 0 0 L 1 1'/></svg>", "are the same line twice")]
    [InlineData("d.csv", "x,y,stroke\n1,2,0\n3,4", "d.csv', line 3: 2 numbers instead of 3")]
    [InlineData("d.csv", "x,y,stroke\n1,2,0\n3,2,0", "d.csv': the ink of 'd' has no height, so that nothing says how large it is written")]
    [InlineData("a.txt", "🎲", "': texts of handwriting cannot have characters beyond U+FFFF")]
    public void What_is_wrong_with_a_file_is_named(string name, string content, string expected)
    {
        foreach (var line in "abc")
            Write($"{line}", "no mi");
        _folder.Write("set/d.txt", "no");
        _folder.Write($"set/{name}", content);
        var message = Assert.Throws<InputDataException>(() => Open("set")).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_folder_must_be_named_and_be_there()
    {
        var errors = new List<string>();
        ((IValidatable)new StrokeOptions()).Validate("data", errors);
        Assert.Equal(["data.path is empty: name a folder of handwriting as CSV or SVG"], errors);
        Assert.StartsWith("folder 'nowhere' not found", Assert.Throws<InputDataException>(() => new StrokeOptions { Path = "nowhere" }.Open(_folder.Locator)).Message, StringComparison.Ordinal);
    }

    private HandwritingDomain Open(string folder = "") => (HandwritingDomain)new StrokeOptions { Path = Path.Combine(_folder.Path, folder) }.Open(_folder.Locator);

    private void Write(string name, string text, double unit = 1)
    {
        using var csv = new StringWriter(CultureInfo.InvariantCulture);
        StrokeCsv.Write(BlockWriting.Write("no mi", character => unit * BlockWriting.Width(character), height: unit * 10), csv);
        foreach (var folder in new[] { "", "set/" })
        {
            _folder.Write($"{folder}{name}.csv", csv.ToString());
            _folder.Write($"{folder}{name}.txt", text);
        }
    }
}
