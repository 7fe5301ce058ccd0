using System.IO.Compression;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>A zip file of .npy arrays.</summary>
internal static class NpzFile
{
    /// <summary>Unpacks one array.</summary>
    /// <param name="bytes">The whole zip file.</param>
    /// <param name="path">What it is called in an error.</param>
    /// <param name="name">The array's name in it, with <c>.npy</c>.</param>
    /// <exception cref="InputDataException">The file is no zip file, damaged or truncated, lacks the array, or that is too large.</exception>
    public static byte[] Unpack(byte[] bytes, string path, string name)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            var entry = zip.GetEntry(name) ?? throw new InputDataException($"'{path}' has no '{name}'");
            if (entry.Length is < 0 or > DataFile.LargestSize)
                throw new InputDataException($"'{path}': {name} has {entry.Length:N0} bytes when unpacked; at most {DataFile.LargestSize:N0} can be read");
            using var unpacking = entry.Open();
            using var content = new MemoryStream();
            var piece = new byte[1 << 16];
            // A file may lie about the size, so that it is no reason to take memory or to go on without end.
            for (int count; content.Length <= entry.Length && (count = unpacking.Read(piece)) > 0;)
                content.Write(piece, 0, count);
            return content.Length == entry.Length
                ? content.ToArray()
                : throw new InputDataException($"'{path}' is damaged: {name} has another size than its {entry.Length:N0} bytes");
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InputDataException($"'{path}' is no whole zip file: {DataFile.Show(damage.Message, 200)}", damage);
        }
    }
}
