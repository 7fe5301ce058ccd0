using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class StrokeCsvTests
{
    private const string Sound = "x,y,stroke\n10,20,1\n12.5,19,1\n-3,2e1,7\n";

    [Fact]
    public void Positions_become_moves_with_y_up()
    {
        PenPoint[] expected = [new(0, 0, false), new(2.5f, 1, true), new(-15.5f, -1, true)];
        using var folder = new TemporaryFolder();
        var line = StrokeCsv.Read(folder.Write("own.csv", Sound), "Hi");
        Assert.Equal(("own", "Hi"), (line.Id, line.Text));
        Assert.Equal(expected, line.Points);
        Assert.Equal(expected, Parse(Sound.Replace("\n", "\r\n", StringComparison.Ordinal)).Points);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        MadeStrokes.Points.Sample(points =>
        {
            using var output = new StringWriter();
            StrokeCsv.Write(new("made", "text", points), output);
            Assert.Equal(points, Parse(output.ToString()).Points);
        });

    [Fact]
    public void Moves_of_any_size_are_read_back_to_rounding() =>
        Gen.Select(Gen.Float[-1000, 1000], Gen.Float[-1000, 1000]).Array[1, 20].Sample(moves =>
        {
            PenPoint[] points = [new(0, 0, true), .. moves.Select(move => new PenPoint(move.Item1, move.Item2, true))];
            using var output = new StringWriter();
            StrokeCsv.Write(new("made", "text", points), output);
            Assert.All(points.Zip(Parse(output.ToString()).Points), pair =>
            {
                Assert.Equal(pair.First.Dx, pair.Second.Dx, 1e-4);
                Assert.Equal(pair.First.Dy, pair.Second.Dy, 1e-4);
            });
        });

    [Theory]
    [InlineData("x;y;stroke\n1;2;3\n", "'made.csv', line 1: the heading is not 'x,y,stroke'")]
    [InlineData("x,y,stroke\n", "'made.csv' has no points")]
    [InlineData("x,y,stroke\n1,2,3\n1,2\n", "'made.csv', line 3: 2 numbers instead of 3 (x,y,stroke)")]
    [InlineData("x,y,stroke\n1,2,3,4\n", "'made.csv', line 2: 4 numbers instead of 3 (x,y,stroke)")]
    [InlineData("x,y,stroke\n1,2,3\n\n1,2,3\n", "'made.csv', line 3: 1 numbers instead of 3 (x,y,stroke)")]
    [InlineData("x,y,stroke\nleft,2,3\n", "'made.csv', line 2: x is 'left', no number of a size up to 1,000,000")]
    [InlineData("x,y,stroke\n1,,3\n", "'made.csv', line 2: y is '', no number of a size up to 1,000,000")]
    [InlineData("x,y,stroke\n1,2,NaN\n", "'made.csv', line 2: stroke is 'NaN', no number of a size up to 1,000,000")]
    [InlineData("x,y,stroke\n1,-2e6,3\n", "'made.csv', line 2: y is '-2e6', no number of a size up to 1,000,000")]
    public void What_is_wrong_with_a_file_is_named_with_its_line(string csv, string expected) =>
        Assert.Equal(expected, MadeStrokes.Message("made.csv", () => Parse(csv)));

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error()
    {
        using var folder = new TemporaryFolder();
        MadeStrokes.Damaged(Encoding.ASCII.GetBytes(Sound)).Sample(
            bytes => MadeStrokes.IsSoundOrRefused(() => [StrokeCsv.Read(folder.Write("damaged.csv", bytes), "text")]), threads: 1, iter: 2000);
    }

    private static PenLine Parse(string csv) => StrokeCsv.Parse(csv, "made.csv", "text");
}
