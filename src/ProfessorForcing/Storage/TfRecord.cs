using System.Buffers.Binary;
using System.Numerics;

namespace ProfessorForcing.Storage;

/// <summary>
/// The framing of TensorBoard's files: length (8 bytes), masked CRC-32C of the length (4), data, masked CRC-32C of the
/// data (4), all little-endian.
/// </summary>
internal static class TfRecord
{
    /// <summary>Bytes that a record takes in the file.</summary>
    public static long LengthOf(byte[] data) => 16L + data.Length;

    /// <summary>Appends one record, in one write.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        var record = new byte[12 + data.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), MaskedCrc(data));
        stream.Write(record);
    }

    /// <summary>Reads the records up to the end, or to one that is cut short or damaged.</summary>
    /// <param name="stream">Positioned at a record.</param>
    /// <param name="damaged">Called if it stops at a record that is all there but does not match its checksums.</param>
    public static IEnumerable<byte[]> Read(Stream stream, Action damaged)
    {
        var head = new byte[12];
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(head);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) != MaskedCrc(head.AsSpan(0, 8)))
            {
                damaged();
                yield break;
            }
            if (length < 0 || length > stream.Length - stream.Position - 4)
                yield break;
            var body = new byte[length + 4];
            stream.ReadExactly(body);
            var data = body[..(int)length];
            if (BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan((int)length)) != MaskedCrc(data))
            {
                damaged();
                yield break;
            }
            yield return data;
        }
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8u;
    }
}
