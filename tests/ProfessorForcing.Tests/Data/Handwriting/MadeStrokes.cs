using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

/// <summary>Handwriting, and files of it, made for tests.</summary>
internal static class MadeStrokes
{
    /// <summary>Lines of whole-number moves, as IAM-OnDB has them: the first is 0, and the pen is up in the end.</summary>
    public static readonly Gen<PenPoint[]> Points = Gen.Select(Gen.Int[-300, 300], Gen.Int[-300, 300], Gen.Bool, (dx, dy, lifts) => new PenPoint(dx, dy, lifts))
        .Array[1, 12].Select(points =>
        {
            points[0] = points[0] with { Dx = 0, Dy = 0 };
            points[^1] = points[^1] with { LiftsPen = true };
            return points;
        });

    /// <summary>Two forms: three lines in training, one in no list.</summary>
    public static readonly IamLine[] Lines =
    [
        new(IamSplit.Train, new("a01-000u-01", "A MOVE to", [new(0, 0, false), new(3, -4, true), new(20, 5, true)])),
        new(IamSplit.Train, new("a01-000u-02", "stop \"Mr .", [new(0, 0, true), new(-7, 0, false), new(1, 1, true)])),
        new(IamSplit.Train, new("a01-000u-03", "Gaitskell", [new(0, 0, true)])),
        new(IamSplit.None, new("b02-017-01", "from", [new(0, 0, false), new(0, 2, true)])),
    ];

    public static byte[] Npy<T>(T[] elements, string type, string shape, string order = "False", byte version = 1)
        where T : unmanaged
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': ({shape}), }}   \n");
        return [0x93, .. "NUMPY"u8, version, 0, (byte)header.Length, 0, .. header, .. MemoryMarshal.AsBytes<T>(elements)];
    }

    public static byte[] Npz(byte[] points, byte[] offsets)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { ("points.npy", points), ("offsets.npy", offsets) })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static short[] Rows(IEnumerable<IamLine> lines) =>
        [.. lines.SelectMany(line => line.Line.Points).SelectMany(point => new[] { (short)(point.LiftsPen ? 1 : 0), (short)point.Dx, (short)-point.Dy })];

    public static long[] Offsets(IEnumerable<IamLine> lines)
    {
        var (offsets, end) = (new List<long> { 0 }, 0L);
        foreach (var line in lines)
            offsets.Add(end += line.Line.Points.Length);
        return [.. offsets];
    }

    public static byte[] Npz(IReadOnlyList<IamLine> lines)
    {
        var (rows, offsets) = (Rows(lines), Offsets(lines));
        return Npz(Npy(rows, "<i2", $"{rows.Length / 3}, 3"), Npy(offsets, "<i8", $"{offsets.Length},"));
    }

    public static string Tsv(IEnumerable<IamLine> lines) =>
        "id\tsplit\tpoints\ttext\n" + string.Concat(lines.Select(line => $"{line.Line.Id}\t{line.Split.ToString().ToLowerInvariant()}\t{line.Line.Points.Length}\t{line.Line.Text}\n"));

    /// <summary>A recording as IAM-OnDB publishes it, with coordinates on its whiteboard.</summary>
    public static string Xml(IReadOnlyList<PenPoint> points)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<WhiteboardCaptureSession>\n  <WhiteboardDescription>\n    <SensorLocation corner=\"top_left\"/>\n  </WhiteboardDescription>\n  <StrokeSet>\n");
        var (x, y, isDown) = (1073, 1058, false);
        foreach (var point in points)
        {
            (x, y) = (x + (int)point.Dx, y - (int)point.Dy);
            xml.Append(isDown ? "" : "    <Stroke colour=\"black\" start_time=\"769.05\" end_time=\"769.64\">\n");
            xml.Append(CultureInfo.InvariantCulture, $"      <Point x=\"{x}\" y=\"{y}\" time=\"769.05\"/>\n").Append(point.LiftsPen ? "    </Stroke>\n" : "");
            isDown = !point.LiftsPen;
        }
        return xml.Append("  </StrokeSet>\n</WhiteboardCaptureSession>\n").ToString();
    }

    public static string Ascii(params string[] lines) => $"OCR: \n\nwhat was to be written\n\nCSR: \n\n{string.Join('\n', lines)}\n";

    /// <summary>The folders as IAM-OnDB publishes them, with the lists.</summary>
    public static void WriteOriginal(TemporaryFolder folder, IReadOnlyList<IamLine> lines)
    {
        foreach (var form in lines.GroupBy(line => line.Line.Id[..^3]))
        {
            var below = $"{form.Key[..3]}/{form.Key[..7]}";
            folder.Write($"ascii/{below}/{form.Key}.txt", Ascii([.. form.Select(line => line.Line.Text)]));
            foreach (var line in form)
                folder.Write($"lineStrokes/{below}/{line.Line.Id}.xml", Xml(line.Line.Points));
        }
        foreach (var (list, split) in new[] { ("trainset", IamSplit.Train), ("testset_v", IamSplit.Valid1), ("testset_t", IamSplit.Valid2), ("testset_f", IamSplit.Test) })
            folder.Write($"{list}.txt", string.Concat(lines.Where(line => line.Split == split).Select(line => line.Line.Id[..^3]).Distinct().Select(form => $" {form}\n").Prepend("\n")));
    }

    /// <summary>Lines with their points told one by one, so that they can be compared.</summary>
    public static IEnumerable<string> Told(IEnumerable<IamLine> lines) =>
        lines.Select(line => $"{line.Split} {line.Line.Id} '{line.Line.Text}' {string.Join(' ', line.Line.Points)}");

    /// <summary>The error of malformed input: one line that names the file.</summary>
    public static string Message(string path, Action read)
    {
        var message = Assert.Throws<InputDataException>(read).Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.Contains(path, message, StringComparison.Ordinal);
        return message;
    }

    /// <summary>Damages some bytes, or cuts the end off.</summary>
    public static Gen<byte[]> Damaged(byte[] whole) =>
        Gen.Select(Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[0, 3], Gen.OneOf(Gen.Const(whole.Length), Gen.Int[0, whole.Length]), (flips, end) =>
        {
            var bytes = whole.ToArray();
            foreach (var (position, value) in flips)
                bytes[position] = value;
            return bytes[..end];
        });

    /// <summary>Whatever the bytes are, they are read as sound lines or refused by the one error.</summary>
    public static void IsSoundOrRefused(Func<IEnumerable<PenLine>> read)
    {
        try
        {
            Assert.All(read(), line =>
            {
                Assert.NotEmpty(line.Points);
                Assert.True(line.Points[^1].LiftsPen && line.Points[0] is { Dx: 0, Dy: 0 });
                Assert.All(line.Points, point => Assert.True(float.IsFinite(point.Dx) && float.IsFinite(point.Dy)));
            });
        }
        catch (InputDataException refused)
        {
            Assert.DoesNotContain(refused.Message, char.IsControl);
        }
    }
}
