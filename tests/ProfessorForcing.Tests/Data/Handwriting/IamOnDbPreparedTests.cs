using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class IamOnDbPreparedTests
{
    private static readonly byte[] Points = MadeStrokes.Npy(MadeStrokes.Rows(MadeStrokes.Lines), "<i2", "9, 3");
    private static readonly byte[] Offsets = MadeStrokes.Npy(MadeStrokes.Offsets(MadeStrokes.Lines), "<i8", "5,");

    [Fact]
    public void Lines_are_read_as_they_were_written() =>
        MadeStrokes.Points.Array[1, 4].Sample(points =>
        {
            IamLine[] lines = [.. points.Select((line, i) => new IamLine((IamSplit)(i % 5), new($"a01-00{i}", $"text \"{i}\"", line)))];
            Assert.Equal(MadeStrokes.Told(lines), MadeStrokes.Told(Parse(MadeStrokes.Npz(lines), MadeStrokes.Tsv(lines))));
        });

    [Fact]
    public void The_files_hold_the_counts_that_are_published()
    {
        var locator = RealData.With("iam-ondb/strokes.npz");
        var paths = IamOnDbPrepared.Files.Select(file => locator.Find(file.Path)).ToArray();
        var all = IamOnDbPrepared.Parse(File.ReadAllBytes(paths[0]), paths[0], File.ReadAllBytes(paths[1]), paths[1]);
        Assert.Equal(12_195, all.Length);
        Assert.Equal(7_656_867, all.Sum(line => line.Line.Points.Length));
        Assert.Equal(303_676, all.Sum(line => line.Line.StrokeCount));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"z01-000z-0{i}"), all.Where(line => line.Line.Text.Length == 0).Select(line => line.Line.Id));
        var read = IamOnDbPrepared.Read(locator);
        Assert.DoesNotContain(read, line => line.Line.Id == "z00-001-01");
        Assert.Equal([5_364, 1_438, 1_518, 3_859, 7], Enum.GetValues<IamSplit>().Select(split => read.Count(line => line.Split == split)));
        Assert.Equal((IamSplit.Valid2, "A MOVE to stop Mr . Gaitskell"), (read[0].Split, read[0].Line.Text));
        // The whiteboard's y counts down, and a line's first letter A begins with a stroke down.
        Assert.Equal([new(0, 0, false), new(-1, -27, false), new(-6, -32, false)], read[0].Line.Points[..3]);
    }

    [Theory]
    [InlineData("zip", "is no whole zip file: ")]
    [InlineData("cut", "is no whole zip file: ")]
    [InlineData("empty", "is no whole zip file: ")]
    [InlineData("names", "has no 'points.npy'")]
    [InlineData("short", "points.npy is truncated: it has 9 bytes, fewer than the beginning of an .npy array (10)")]
    [InlineData("magic", "points.npy is no .npy array: its first bytes are 924E554D5059")]
    [InlineData("version", "points.npy is of version 2.0 of the .npy format; only 1.0 can be read")]
    [InlineData("header", "points.npy is truncated: its header should end at byte ")]
    [InlineData("words", "points.npy has a malformed .npy header")]
    [InlineData("type", "points.npy has elements of type '<i4' instead of '<i2'")]
    [InlineData("big", "points.npy has elements of type '>i2' instead of '<i2'")]
    [InlineData("order", "points.npy is in Fortran order; it must be in C order")]
    [InlineData("flat", "points.npy has 1 dimensions, (27,), instead of 2")]
    [InlineData("columns", "points.npy has 9 columns instead of 3 (pen, dx, dy)")]
    [InlineData("huge", "points.npy has the shape (99999999999, 3), which cannot be read")]
    [InlineData("large", "points.npy holds 54 bytes of elements instead of 4,294,967,294, as its shape is (2000000000, 3): it is truncated")]
    [InlineData("fewer", "points.npy holds 52 bytes of elements instead of 54, as its shape is (9, 3): it is truncated")]
    [InlineData("more", "points.npy holds 54 bytes of elements instead of 48, as its shape is (8, 3)")]
    [InlineData("none", "offsets.npy does not begin with 0")]
    [InlineData("first", "offsets.npy does not begin with 0")]
    [InlineData("fall", "offsets.npy does not rise: element 2 is 3 after 3")]
    [InlineData("end", "offsets.npy ends at 10 instead of at the last of 9 points")]
    [InlineData("pen", "line 0 (a01-000u-01), point 1: the pen is 2, neither 0 nor 1")]
    [InlineData("move", "line 0 (a01-000u-01): its first point has a move of 0, 5 instead of 0")]
    [InlineData("down", "line 3 (b02-017-01): the pen is not lifted after its last point")]
    public void What_is_wrong_with_the_strokes_is_named(string fault, string expected)
    {
        var rows = MadeStrokes.Rows(MadeStrokes.Lines);
        byte[] Rows(int index, short value) => MadeStrokes.Npy([.. rows[..index], value, .. rows[(index + 1)..]], "<i2", "9, 3");
        static byte[] Ends(params long[] ends) => MadeStrokes.Npy(ends, "<i8", $"{ends.Length},");
        var whole = MadeStrokes.Npz(Points, Offsets);
        var bytes = fault switch
        {
            "zip" => Encoding.ASCII.GetBytes("this is no zip file, but it is long enough to be one"),
            "cut" => whole[..^30],
            "empty" => [],
            "names" => ReplaceAll(whole, "points.npy", "points.npz"),
            "short" => MadeStrokes.Npz(Points[..9], Offsets),
            "magic" => MadeStrokes.Npz([0x92, .. Points[1..]], Offsets),
            "version" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "9, 3", version: 2), Offsets),
            "header" => MadeStrokes.Npz(Points[..40], Offsets),
            "words" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "9, x"), Offsets),
            "type" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i4", "9, 3"), Offsets),
            "big" => MadeStrokes.Npz(MadeStrokes.Npy(rows, ">i2", "9, 3"), Offsets),
            "order" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "9, 3", order: "True"), Offsets),
            "flat" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "27,"), Offsets),
            "columns" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "3, 9"), Offsets),
            "huge" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "99999999999, 3"), Offsets),
            "large" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "2000000000, 3"), Offsets),
            "fewer" => MadeStrokes.Npz(Points[..^2], Offsets),
            "more" => MadeStrokes.Npz(MadeStrokes.Npy(rows, "<i2", "8, 3"), Offsets),
            "none" => MadeStrokes.Npz(Points, Ends()),
            "first" => MadeStrokes.Npz(Points, Ends(1, 3, 6, 7, 9)),
            "fall" => MadeStrokes.Npz(Points, Ends(0, 3, 3, 7, 9)),
            "end" => MadeStrokes.Npz(Points, Ends(0, 3, 6, 7, 10)),
            "pen" => MadeStrokes.Npz(Rows(3, 2), Offsets),
            "move" => MadeStrokes.Npz(Rows(2, 5), Offsets),
            "down" => MadeStrokes.Npz(Rows(24, 0), Offsets),
            _ => throw new ArgumentException(fault),
        };
        Assert.Contains(expected, MadeStrokes.Message("made.npz", () => Parse(bytes, MadeStrokes.Tsv(MadeStrokes.Lines))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id\tsplit\tpoints\ttext\n", "id split points text\n", "'made.tsv', line 1: the heading is not 'id split points text' with tabs between the words")]
    [InlineData("b02-017-01\tnone\t2\tfrom\n", "", "'made.tsv' has 3 lines after the heading, but 'made.npz' has 5 offsets, which are those of 4 lines")]
    [InlineData("b02-017-01\tnone\t2\tfrom\n", "b02-017-01\tnone\t2\tfrom\n\n", "'made.tsv' has 5 lines after the heading")]
    [InlineData("none\t2\tfrom", "none\t2\tfrom\there", "'made.tsv', line 5: 5 columns instead of 4 (id, split, points, text)")]
    [InlineData("none\t2\tfrom", "none\t2 from", "'made.tsv', line 5: 3 columns instead of 4 (id, split, points, text)")]
    [InlineData("none\t2", "nowhere\t2", "'made.tsv', line 5: unknown split 'nowhere'; it must be one of train, valid1, valid2, test, none")]
    [InlineData("none\t2", "none\t3", "'made.tsv', line 5: it is said to have '3' points, but by its offsets it has 2")]
    [InlineData("none\t2", "none\ttwo", "'made.tsv', line 5: it is said to have 'two' points, but by its offsets it has 2")]
    public void What_is_wrong_with_the_lines_is_named(string from, string to, string expected)
    {
        var tsv = MadeStrokes.Tsv(MadeStrokes.Lines);
        Assert.Contains(from, tsv, StringComparison.Ordinal);
        Assert.Contains(expected, MadeStrokes.Message("made.tsv", () => Parse(MadeStrokes.Npz(Points, Offsets), tsv.Replace(from, to, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error()
    {
        var (npz, tsv) = (MadeStrokes.Npz(MadeStrokes.Lines), MadeStrokes.Tsv(MadeStrokes.Lines));
        MadeStrokes.Damaged(npz).Sample(bytes => MadeStrokes.IsSoundOrRefused(() => Parse(bytes, tsv).Select(line => line.Line)), iter: 3000);
        MadeStrokes.Damaged(Points).Sample(points => MadeStrokes.IsSoundOrRefused(() => Parse(MadeStrokes.Npz(points, Offsets), tsv).Select(line => line.Line)), iter: 1000);
        MadeStrokes.Damaged(Encoding.UTF8.GetBytes(tsv)).Sample(
            bytes => MadeStrokes.IsSoundOrRefused(() => IamOnDbPrepared.Parse(npz, "made.npz", bytes, "made.tsv").Select(line => line.Line)), iter: 1000);
    }

    [Fact]
    public void Files_that_are_missing_or_others_are_named()
    {
        using var folder = new TemporaryFolder();
        string Message() => Assert.Throws<InputDataException>(() => IamOnDbPrepared.Read(folder.Locator)).Message;
        folder.Write("iam-ondb/strokes.npz", MadeStrokes.Npz(MadeStrokes.Lines));
        Assert.StartsWith("data file 'iam-ondb/lines.tsv' not found in ", Message(), StringComparison.Ordinal);
        folder.Write("iam-ondb/lines.tsv", MadeStrokes.Tsv(MadeStrokes.Lines));
        Assert.Matches("strokes.npz' is not the known file: it has [0-9]+ bytes instead of 17,492,568", Message());
    }

    private static IamLine[] Parse(byte[] strokes, string tsv) => IamOnDbPrepared.Parse(strokes, "made.npz", Encoding.UTF8.GetBytes(tsv), "made.tsv");

    private static byte[] ReplaceAll(byte[] bytes, string from, string to) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(from, to, StringComparison.Ordinal));
}
