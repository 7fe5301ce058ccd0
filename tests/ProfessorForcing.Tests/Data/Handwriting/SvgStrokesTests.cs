using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class SvgStrokesTests
{
    [Theory]
    [InlineData("M 10 20 L 12.5 19", "10,20 12.5,19")]
    [InlineData("m10,20l2.5-1", "10,20 12.5,19")]
    [InlineData("M10 20 12.5 19 13 19", "10,20 12.5,19 13,19")]
    [InlineData("m10 20 2.5-1 .5.5", "10,20 12.5,19 13,19.5")]
    [InlineData("M1 1H5h-2V7v1e1", "1,1 5,1 3,1 3,7 3,17")]
    [InlineData("M1 1L2 2M5 5L6 6", "1,1 2,2|5,5 6,6")]
    [InlineData("M1 1L2 2m5 5l1 1", "1,1 2,2|7,7 8,8")]
    [InlineData("M1 1L3 1L3 3Z", "1,1 3,1 3,3 1,1")]
    [InlineData("M1 1L3 1L1 1z", "1,1 3,1 1,1")]
    [InlineData("M1 1L3 1zl0 4", "1,1 3,1 1,1|1,1 1,5")]
    [InlineData("M1 1 M5 5 L6 6", "5,5 6,6")]
    [InlineData("M5 5z", "5,5")]
    [InlineData("\n M 5,5\t, 6,6 \n", "5,5 6,6")]
    public void Straight_moves_are_drawn_one_by_one(string path, string expected) => Assert.Equal(expected, Drawn($"<path d='{path}'/>"));

    [Theory]
    [InlineData("M0 0 C0 10 10 10 10 0")]
    [InlineData("m0 0 c0 10 10 10 10 0")]
    [InlineData("M0 0 Q5 15 10 0")]
    [InlineData("M0 0 q5 15 10 0")]
    [InlineData("M0 0 C0 10 10 10 10 0 S 20 -10 20 0")]
    [InlineData("M0 0 c0 10 10 10 10 0 s 10 -10 10 0")]
    [InlineData("M0 0 Q5 15 10 0 T 20 0")]
    [InlineData("M0 0 q5 15 10 0 t 10 0")]
    public void Curves_become_chains_of_moves_as_near_as_asked_for(string path)
    {
        // All of these arches are of height 7.5 at x = 5, and the second goes down as the first goes up.
        var points = Positions(Parse($"<path d='{path}'/>", 0.001));
        Assert.Equal(7.5, points.Max(point => point.Y), 0.001);
        Assert.Equal(path.Contains('S') || path.Contains('s') || path.Contains('T') || path.Contains('t') ? -7.5 : 0, points.Min(point => point.Y), 0.001);
        Assert.Equal(points.Min(point => point.Y) < -1 ? 20 : 10, points[^1].X, 1e-6);
        Assert.Equal(0, points[^1].Y, 1e-6);
        Assert.InRange(points.Length, 40, 400);
        Assert.InRange(Parse($"<path d='{path}'/>", 0.1).Points.Length, 5, 30);
    }

    [Fact]
    public void A_curve_is_nowhere_farther_from_its_moves_than_asked_for() =>
        Gen.Select(Gen.Double[-100, 100].Array[6], Gen.Double[0.01, 1]).Sample((numbers, tolerance) =>
        {
            FormattableString path = $"<path d='M0 0C{numbers[0]} {numbers[1]} {numbers[2]} {numbers[3]} {numbers[4]} {numbers[5]}'/>";
            var points = Positions(Parse(FormattableString.Invariant(path), tolerance));
            for (var t = 0.0; t <= 1; t += 0.01)
            {
                double At(int axis) => 3 * t * (1 - t) * (1 - t) * numbers[axis] + 3 * t * t * (1 - t) * numbers[2 + axis] + t * t * t * numbers[4 + axis];
                Assert.InRange(points.Zip(points.Skip(1), (a, b) => Distance((At(0), At(1)), a, b)).Min(), 0, tolerance + 1e-3);
            }
        }, iter: 200);

    [Fact]
    public void Shapes_are_drawn_in_their_order_and_what_is_no_ink_is_left_out() =>
        Assert.Equal(
            "1,1 2,2|3,3 4,4 5,3|6,6 7,7",
            Drawn("<title>M0 0L9 9</title><defs><path d='M0 0L9 9'/><g transform='scale(2)'><path d='M0 0L9 9'/></g></defs><g transform='none'><path d='M1 1L2 2'/></g><rect width='9' height='9' transform='scale(2)'/><polyline points='3,3 4,4,5 3'/><path d=''/><polyline points=' '/><path d='M6 6L7 7' transform=''/>"));

    [Theory]
    [InlineData("<path d='M1 1L2 2'/><path d='L1 1'/>", "path 2, d, character 2: the path begins with 'L' instead of M or m")]
    [InlineData("<path d='1 1'/>", "path 1, d, character 1: a command such as M or L is missing")]
    [InlineData("<path d='M1 1L2 2Z3 3'/>", "path 1, d, character 10: a command such as M or L is missing")]
    [InlineData("<path d='M1 1L2'/>", "path 1, d, character 6: a number is missing")]
    [InlineData("<path d='M1 1L2 x'/>", "path 1, d, character 7: a number is missing")]
    [InlineData("<path d='M1 1L2,,3'/>", "path 1, d, character 7: a number is missing")]
    [InlineData("<path d='M1 1A5 5 0 0 1 9 9'/>", "path 1, d, character 6: the command 'A' cannot be read (M, L, H, V, C, S, Q, T and Z can)")]
    [InlineData("<path d='M1 1X'/>", "path 1, d, character 5: the command 'X' cannot be read")]
    [InlineData("<path d='M1 1L2 2#'/>", "path 1, d, character 9: a number is missing")]
    [InlineData("<path d='M1 1L2e6 1'/>", "path 1, d, character 6: a coordinate is larger than 1,000,000")]
    [InlineData("<path d='M1 1L1e999 1'/>", "path 1, d, character 6: a coordinate is larger than 1,000,000")]
    [InlineData("<path/>", "path 1: it has no attribute d")]
    [InlineData("<polyline points='1,2 3'/>", "polyline 1, points, character 5: a number is missing")]
    [InlineData("<polyline/>", "polyline 1: it has no attribute points")]
    [InlineData("<path transform='scale(2)' d='M1 1L2 2'/>", "path 1: it has a transform, of its own or of a group")]
    [InlineData("<g transform='scale(2)'><g><path d='M1 1L2 2'/></g></g>", "path 1: it has a transform, of its own or of a group")]
    [InlineData("<g style='transform: scale(2)'><polyline points='1 1'/></g>", "polyline 1: it has a transform, of its own or of a group")]
    [InlineData("<path d='M1 1M2 2'/>", "made.svg' has no paths or polylines that draw anything")]
    [InlineData("<path d='M1 1L2 2'>", "made.svg' is malformed XML: ")]
    public void What_is_wrong_with_a_file_is_named_with_its_path(string shapes, string expected) =>
        Assert.Contains(expected, MadeStrokes.Message("made.svg", () => Parse(shapes)), StringComparison.Ordinal);

    [Fact]
    public void A_group_with_a_transform_does_not_move_what_comes_after_it() =>
        Assert.Equal("1,1 2,2", Drawn("<g transform='scale(2)'><g/></g><path d='M1 1L2 2'/>"));

    [Fact]
    public void A_file_may_name_the_DTD_but_must_be_SVG()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("own.svg", "<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg xmlns='http://www.w3.org/2000/svg'><path d='M1 1L2 2'/></svg>");
        var line = SvgStrokes.Read(path, "Hi");
        Assert.Equal(("own", "Hi"), (line.Id, line.Text));
        Assert.Equal([new(0, 0, false), new(1, -1, true)], line.Points);
        path = folder.Write("own.svg", "<html/>");
        Assert.EndsWith("is no SVG file: its root is <html>", MadeStrokes.Message(path, () => SvgStrokes.Read(path, "Hi")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_would_draw_without_end_is_refused() =>
        Assert.EndsWith("the strokes have more than 1,000,000 points", MadeStrokes.Message("made.svg", () => Parse("<path d='M0 0Q1e6 1e6 0 1'/>", 1e-12)), StringComparison.Ordinal);

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error() =>
        MadeStrokes.Damaged(Encoding.ASCII.GetBytes(Svg("<g transform='none'><path d='M1 1C2 2 3 3.5 4-4S1 1 2 2q1 1 2 2t5 5zh4v5'/></g><polyline points='3,3 4,4,5 3'/>"))).Sample(
            bytes => MadeStrokes.IsSoundOrRefused(() => [SvgStrokes.Parse(bytes, "made.svg", "text", 0.1)]), iter: 5000);

    private static string Svg(string shapes) => $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{shapes}</svg>";

    private static PenLine Parse(string shapes, double tolerance = 0.1) => SvgStrokes.Parse(Encoding.UTF8.GetBytes(Svg(shapes)), "made.svg", "text", tolerance);

    // The positions as in the file, as far as the first is where a shape says.
    private static string Drawn(string shapes)
    {
        // A point before all others tells where the first is.
        var line = Parse("<path d='M0 0z'/>" + shapes);
        var text = new StringBuilder();
        foreach (var (place, point) in Positions(line).Zip(line.Points).Skip(1))
            text.Append(FormattableString.Invariant($"{place.X},{place.Y}{(point.LiftsPen ? '|' : ' ')}"));
        return text.ToString().TrimEnd('|');
    }

    private static (double X, double Y)[] Positions(PenLine line)
    {
        var (x, y) = (0.0, 0.0);
        return Array.ConvertAll(line.Points, point => (x += point.Dx, y -= point.Dy));
    }

    private static double Distance((double X, double Y) point, (double X, double Y) a, (double X, double Y) b)
    {
        var (x, y) = (b.X - a.X, b.Y - a.Y);
        var share = Math.Clamp(((point.X - a.X) * x + (point.Y - a.Y) * y) / Math.Max(x * x + y * y, 1e-12), 0, 1);
        return Math.Sqrt(Math.Pow(point.X - a.X - share * x, 2) + Math.Pow(point.Y - a.Y - share * y, 2));
    }
}
