using System.Buffers.Binary;
using System.Text;

namespace ProfessorForcing.Native;

/// <summary>
/// Edits the version needs of a shared library: the symbol versions it asks of the libraries it is linked with
/// (64-bit little-endian ELF; System V gABI and the Linux Standard Base, "Symbol Versioning").
/// </summary>
/// <remarks>
/// The tables are found as the dynamic loader finds them, through the program headers and the dynamic section, so
/// that a library without section headers works too. Every offset is checked against the image.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const ushort WeakFlag = 2; // VER_FLG_WEAK: the dynamic loader does not insist on the version
    private const int ProgramHeaderSize = 56;
    private const int DynamicEntrySize = 16;
    private const int NeedSize = 16; // Elf64_Verneed and Elf64_Vernaux have the same size
    private const uint LoadSegment = 1, DynamicSegment = 2;
    private const long EndTag = 0, StringTableTag = 5, NeedTag = 0x6ffffffe, NeedCountTag = 0x6fffffff;

    /// <summary>Returns the image with every need of the named version marked weak.</summary>
    /// <param name="image">A whole shared library.</param>
    /// <param name="version">The symbol version, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>A copy; equal to <paramref name="image"/> where the version is not asked for or is weak already.</returns>
    /// <exception cref="BadImageFormatException">Not a 64-bit little-endian ELF image, or its tables are damaged.</exception>
    public static byte[] MakeWeak(ReadOnlySpan<byte> image, string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        var flags = FindFlags(image, Encoding.ASCII.GetBytes(version));
        var patched = image.ToArray();
        foreach (var offset in flags)
        {
            var field = patched.AsSpan(offset, sizeof(ushort));
            BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(field) | WeakFlag));
        }
        return patched;
    }

    /// <summary>File offsets of the <c>vna_flags</c> of every need of the version.</summary>
    private static List<int> FindFlags(ReadOnlySpan<byte> image, ReadOnlySpan<byte> version)
    {
        var headers = ReadProgramHeaders(image);
        var dynamic = ReadDynamicSection(image, headers);
        var found = new List<int>();
        if (!dynamic.TryGetValue(NeedTag, out var needAddress))
            return found;
        if (!dynamic.TryGetValue(NeedCountTag, out var needCount) || !dynamic.TryGetValue(StringTableTag, out var stringsAddress))
            throw Damaged("version needs without their count or string table");

        var need = ToOffset(headers, needAddress);
        var strings = ToOffset(headers, stringsAddress);
        for (ulong i = 0; i < needCount; i++)
        {
            var entry = Slice(image, need, NeedSize);
            var auxCount = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
            var aux = need + BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            for (var j = 0; j < auxCount; j++)
            {
                var auxEntry = Slice(image, aux, NeedSize);
                if (NameEquals(image, strings + BinaryPrimitives.ReadUInt32LittleEndian(auxEntry[8..]), version))
                    found.Add(checked((int)aux + 4));
                var nextAux = BinaryPrimitives.ReadUInt32LittleEndian(auxEntry[12..]);
                if (nextAux == 0)
                    break;
                aux += nextAux;
            }
            var next = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            if (next == 0)
                break;
            need += next;
        }
        return found;
    }

    private static List<ProgramHeader> ReadProgramHeaders(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (image.Length < 64 || !image.StartsWith(magic))
            throw Damaged("it does not start with the header of a 64-bit little-endian library");
        var table = BinaryPrimitives.ReadUInt64LittleEndian(image[32..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(image[54..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image[56..]);
        if (size < ProgramHeaderSize)
            throw Damaged($"program headers of {size} bytes");
        var headers = new List<ProgramHeader>(count);
        for (var i = 0; i < count; i++)
        {
            var entry = Slice(image, Add(table, (ulong)i * size), ProgramHeaderSize);
            headers.Add(new ProgramHeader(
                Type: BinaryPrimitives.ReadUInt32LittleEndian(entry),
                Offset: BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                Address: BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                Size: BinaryPrimitives.ReadUInt64LittleEndian(entry[32..])));
        }
        return headers;
    }

    private static Dictionary<long, ulong> ReadDynamicSection(ReadOnlySpan<byte> image, List<ProgramHeader> headers)
    {
        var values = new Dictionary<long, ulong>();
        foreach (var header in headers.Where(header => header.Type == DynamicSegment))
        {
            for (ulong at = 0; at + DynamicEntrySize <= header.Size; at += DynamicEntrySize)
            {
                var entry = Slice(image, Add(header.Offset, at), DynamicEntrySize);
                var tag = BinaryPrimitives.ReadInt64LittleEndian(entry);
                if (tag == EndTag)
                    break;
                values[tag] = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            }
        }
        return values;
    }

    private static ulong ToOffset(List<ProgramHeader> headers, ulong address)
    {
        foreach (var header in headers)
        {
            if (header.Type == LoadSegment && address >= header.Address && address - header.Address < header.Size)
                return Add(header.Offset, address - header.Address);
        }
        throw Damaged($"address 0x{address:x} lies in no segment of the file");
    }

    private static bool NameEquals(ReadOnlySpan<byte> image, ulong offset, ReadOnlySpan<byte> name)
    {
        if (offset >= (ulong)image.Length)
            throw Damaged($"a name at offset {offset} lies outside the {image.Length} bytes of the file");
        var rest = image[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return end < 0 ? throw Damaged($"the name at offset {offset} does not end") : rest[..end].SequenceEqual(name);
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> image, ulong offset, int length) =>
        offset <= (ulong)image.Length && (ulong)length <= (ulong)image.Length - offset
            ? image.Slice((int)offset, length)
            : throw Damaged($"{length} bytes at offset {offset} lie outside the {image.Length} bytes of the file");

    private static ulong Add(ulong left, ulong right) =>
        right <= ulong.MaxValue - left ? left + right : throw Damaged("an offset beyond 64 bits");

    private static BadImageFormatException Damaged(string what) => new($"not a shared library that can be read: {what}");

    private readonly record struct ProgramHeader(uint Type, ulong Offset, ulong Address, ulong Size);
}
