using System.IO.Compression;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>Reads whole files of data and says clearly why one cannot be read.</summary>
internal static class DataFile
{
    /// <summary>Largest file that is read, and largest content of a compressed one, in bytes.</summary>
    public const long LargestSize = 1_000_000_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputDataException">It is missing, a folder, unreadable or too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path))
            throw new InputDataException($"'{path}' is a folder; a file is needed");
        try
        {
            var size = new FileInfo(path).Length;
            if (size > LargestSize)
                throw new InputDataException($"'{path}' has {size:N0} bytes; at most {LargestSize:N0} can be read");
            return File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputDataException($"file '{path}' does not exist", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputDataException($"'{path}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>The files of a folder, in no particular order.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="ending">What their names end with, in small or capital letters.</param>
    /// <param name="isDeep">Whether those in its subfolders are among them.</param>
    /// <exception cref="InputDataException">A folder cannot be read.</exception>
    public static IReadOnlyList<string> List(string folder, string ending, bool isDeep)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputDataException($"'{folder}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>A piece of a file, or a message that may quote one, as an error shows it: without control characters, and not long.</summary>
    public static string Show(string text, int longest = 40)
    {
        var shown = string.Concat(text.Take(longest).Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return text.Length > longest ? shown + "…" : shown;
    }

    /// <summary>The content of a gzip file; of another, the bytes themselves.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="path">What the file is called in an error.</param>
    /// <exception cref="InputDataException">A compressed file is truncated, damaged or too large.</exception>
    public static byte[] Decompress(byte[] bytes, string path)
    {
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        try
        {
            using var content = new MemoryStream();
            using var unpacking = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var piece = new byte[1 << 16];
            for (int count; (count = unpacking.Read(piece)) > 0;)
            {
                if (content.Length + count > LargestSize)
                    throw new InputDataException($"'{path}' has more than {LargestSize:N0} bytes when unpacked");
                content.Write(piece, 0, count);
            }
            // .NET takes a file that ends too early for one that is done; the size in its last bytes tells.
            return bytes.Length >= 18 && BitConverter.ToUInt32(bytes.AsSpan(bytes.Length - 4)) == (uint)content.Length
                ? content.ToArray()
                : throw new InputDataException($"'{path}' is truncated: its compressed content ends too early");
        }
        catch (InvalidDataException damage)
        {
            throw new InputDataException($"'{path}' is damaged: {damage.Message}", damage);
        }
    }
}
