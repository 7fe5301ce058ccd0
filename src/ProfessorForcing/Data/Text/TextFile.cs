using System.Buffers;
using System.Text;
using System.Text.Unicode;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Text;

/// <summary>Reads whole UTF-8 text files and says clearly why one cannot be read.</summary>
public static class TextFile
{
    /// <summary>Reads a file; a byte-order mark at its start is left out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputDataException">
    /// It is missing, a folder, unreadable, empty, too large, binary (a NUL byte) or not UTF-8; the message gives the byte's offset.
    /// </exception>
    public static string Read(string path) => Decode(DataFile.ReadBytes(path), path);

    internal static string Decode(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InputDataException($"'{path}' is UTF-16 text; it must be UTF-8");
        if (bytes.IndexOf((byte)0) is >= 0 and var nul)
            throw new InputDataException($"'{path}' is not text: it has a NUL byte at offset {nul}");
        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        if (bytes.Length == start)
            throw new InputDataException($"'{path}' is empty");
        if (!Utf8.IsValid(bytes))
            throw new InputDataException($"'{path}' is not valid UTF-8: bad byte at offset {FirstInvalid(bytes)}");
        return Encoding.UTF8.GetString(bytes[start..]);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var consumed) == OperationStatus.Done)
            offset += consumed;
        return offset;
    }
}
