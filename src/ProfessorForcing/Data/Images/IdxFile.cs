using System.Buffers.Binary;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>
/// The idx format of MNIST: a magic number 0x00000801 (labels) or 0x00000803 (images), the sizes of each dimension, then a byte for each
/// element; all numbers big-endian, 32 bits. Gzip files are unpacked.
/// </summary>
internal static class IdxFile
{
    private const int Bytes = 0x0800;

    /// <summary>Reads images.</summary>
    /// <exception cref="InputDataException">The file is missing, truncated, or no idx file of images.</exception>
    public static GreyImages ReadImages(string path)
    {
        var (sizes, data) = Read(path, 3, "images");
        if (sizes[0] == 0)
            throw new InputDataException($"'{path}' has no images");
        if (sizes[1] == 0 || sizes[2] == 0)
            throw new InputDataException($"'{path}': its images have no pixels ({sizes[1]} × {sizes[2]})");
        return new(new(sizes[1], sizes[2]), data);
    }

    /// <summary>Reads labels.</summary>
    /// <exception cref="InputDataException">The file is missing, truncated, or no idx file of labels.</exception>
    public static byte[] ReadLabels(string path) => Read(path, 1, "labels").Data;

    private static (int[] Sizes, byte[] Data) Read(string path, int dimensions, string what)
    {
        var bytes = DataFile.Decompress(DataFile.ReadBytes(path), path);
        var header = 4 * (1 + dimensions);
        if (bytes.Length < header)
            throw new InputDataException($"'{path}' is truncated: it has {bytes.Length} bytes, fewer than the header of an idx file of {what} ({header})");
        var magic = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (magic != Bytes + dimensions)
            throw new InputDataException($"'{path}' is no idx file of {what}: its magic number is 0x{magic:X8} instead of 0x{Bytes + dimensions:X8}");
        var sizes = new int[dimensions];
        var expected = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * (i + 1)));
            if (sizes[i] < 0)
                throw new InputDataException($"'{path}': dimension {i + 1} is {sizes[i]}, a negative number");
            expected = Math.Min(expected * sizes[i], long.MaxValue >> 32);
        }
        var actual = bytes.Length - header;
        if (actual != expected)
            throw new InputDataException($"'{path}' holds {actual:N0} bytes of data instead of {expected:N0} ({string.Join(" × ", sizes)}){(actual < expected ? ": it is truncated" : "")}");
        return (sizes, bytes[header..]);
    }
}
