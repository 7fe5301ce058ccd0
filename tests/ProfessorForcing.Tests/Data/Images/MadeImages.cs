using System.Buffers.Binary;
using System.IO.Compression;

using ProfessorForcing.Data;

namespace ProfessorForcing.Tests.Data.Images;

/// <summary>Image files made for tests.</summary>
internal static class MadeImages
{
    public static readonly Plane Plane = new(5, 4);

    /// <summary>An idx file: a magic number, the sizes, the bytes.</summary>
    public static byte[] Idx(int magic, int[] sizes, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[4 + 4 * sizes.Length + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), sizes[i]);
        data.CopyTo(bytes.AsSpan(4 + 4 * sizes.Length));
        return bytes;
    }

    public static byte[] Images(int count, Func<int, int, byte> level) => Idx(
        0x803, [count, Plane.Height, Plane.Width], [.. Enumerable.Range(0, count * Plane.Count).Select(i => level(i / Plane.Count, i % Plane.Count))]);

    public static byte[] Labels(int count) => Idx(0x801, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var packing = new GZipStream(stream, CompressionLevel.Optimal))
            packing.Write(content);
        return stream.ToArray();
    }

    /// <summary>A set in idx files, some of them packed: image i has ink in row i mod 3.</summary>
    public static void WriteIdxFolder(TemporaryFolder folder, string name, int train = 30, int test = 9)
    {
        static byte Level(int image, int pixel) => pixel / Plane.Width == image % 3 ? (byte)255 : (byte)(pixel == 19 ? 128 : 0);
        folder.Write($"{name}/train-images-idx3-ubyte", Images(train, Level));
        folder.Write($"{name}/train-labels-idx1-ubyte.gz", Gzip(Labels(train)));
        folder.Write($"{name}/t10k-images-idx3-ubyte.gz", Gzip(Images(test, Level)));
        folder.Write($"{name}/t10k-labels-idx1-ubyte", Labels(test));
    }
}
