using System.Globalization;
using System.Text;
using System.Xml.Linq;

using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenSvgTests
{
    private static readonly PenPage Page = PenPage.Of(
        [
            new("made", "h <i> & \"j\"", [new(0, 0, false), new(0, -90, false), new(3, 31.5f, false), new(22, 12, false), new(7, -44, true), new(21, 38, false), new(2, -36, true), new(-3, 52, true)]),
            new("made", "", [new(5, 5, true), new(30, 0, true)]),
        ],
        new() { Background = "Ivory", Colour = "navy" });

    /// <summary>The page in the snapshot was looked at; a new one is taken with PROFESSOR_ACCEPT_SNAPSHOTS=1.</summary>
    [Fact]
    public void The_page_is_the_known_one()
    {
        var path = RepositoryFiles.Find("tests", "ProfessorForcing.Tests", "Data", "Handwriting", "page.svg");
        var actual = Svg(Page);
        if (Environment.GetEnvironmentVariable("PROFESSOR_ACCEPT_SNAPSHOTS") is "1")
            File.WriteAllText(path, actual);
        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == actual, $"the page differs from {path}");
        using var stream = new MemoryStream();
        PenSvg.Write(Page, stream);
        Assert.Equal(Encoding.UTF8.GetBytes(actual), stream.ToArray());
    }

    [Fact]
    public void Strokes_are_read_back_as_they_were() =>
        MadeStrokes.Points.Sample(points =>
        {
            var page = PenPage.Of([new("made", "text", points)]);
            var read = SvgStrokes.Parse(Encoding.UTF8.GetBytes(Svg(page)), "made.svg", "text", 0.1);
            Assert.Equal(points.Select(point => point.LiftsPen), read.Points.Select(point => point.LiftsPen));
            // Each of two positions is rounded.
            Assert.All(points.Zip(read.Points), pair =>
            {
                Assert.Equal(page.Scale * pair.First.Dx, pair.Second.Dx, 0.0101);
                Assert.Equal(page.Scale * pair.First.Dy, pair.Second.Dy, 0.0101);
            });
        });

    [Fact]
    public void Strokes_of_several_lines_are_read_back_where_they_stand_on_the_page() =>
        MadeStrokes.Points.Array[1, 4].Sample(lines =>
        {
            var page = PenPage.Of([.. lines.Select(points => new PenLine("made", "a < b", points))]);
            var read = SvgStrokes.Parse(Encoding.UTF8.GetBytes(Svg(page)), "made.svg", "", 0.1);
            var shown = page.Rows.SelectMany(row => row.Strokes).ToArray();
            Assert.Equal(shown.SelectMany(stroke => stroke.Select((_, i) => i == stroke.Length - 1)), read.Points.Select(point => point.LiftsPen));
            var (x, y) = shown[0][0];
            Assert.All(shown.SelectMany(stroke => stroke).Zip(read.Points), pair =>
            {
                (x, y) = (x + pair.Second.Dx, y - pair.Second.Dy);
                Assert.Equal(pair.First.X, x, 0.011);
                Assert.Equal(pair.First.Y, y, 0.011);
            });
        });

    [Fact]
    public void A_file_that_was_written_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "own.svg");
        using (var stream = File.Create(path))
            PenSvg.Write(Page, stream);
        Assert.Equal(5, SvgStrokes.Read(path, "hi").StrokeCount);
    }

    [Fact]
    public void A_page_without_paper_or_captions_has_only_ink()
    {
        var page = PenPage.Of([new("made", "text", [new(0, 0, true)])], new() { Background = null, HasCaptions = false });
        var names = XDocument.Parse(Svg(page)).Descendants().Select(element => element.Name.LocalName);
        Assert.Equal(["svg", "g", "path"], names);
    }

    [Fact]
    public void Captions_are_whatever_text_there_is()
    {
        var page = PenPage.Of([new("made", "<&\"'> \u0001\ud800\uffff ü 😀", [new(0, 0, true)])]);
        Assert.Equal("<&\"'> \ufffd\ufffd\ufffd ü 😀", XDocument.Parse(Svg(page)).Descendants().Single(element => element.Name.LocalName == "text").Value);
    }

    [Fact]
    public void Numbers_are_the_same_wherever_the_program_runs()
    {
        var (before, expected) = (CultureInfo.CurrentCulture, Svg(Page));
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(expected, Svg(Page));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Svg(PenPage page)
    {
        using var writer = new StringWriter();
        PenSvg.Write(page, writer);
        return writer.ToString();
    }
}
