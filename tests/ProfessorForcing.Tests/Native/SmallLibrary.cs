using System.Buffers.Binary;
using System.Text;

namespace ProfessorForcing.Tests.Native;

/// <summary>The smallest ELF image with version needs: headers, a dynamic section, the needs of one library, their names.</summary>
internal static class SmallLibrary
{
    public const ulong Address = 0x10000;
    public const int Dynamic = 64 + 2 * 56;
    public const int Needs = Dynamic + 4 * 16;

    /// <summary>File offset of the flags of the need at that index.</summary>
    public static int Flags(int index) => Needs + 16 + 16 * index + 4;

    public static byte[] Create(params string[] versions)
    {
        var strings = Needs + 16 + 16 * versions.Length;
        var names = Encoding.ASCII.GetBytes("\0libstdc++.so.6\0" + string.Concat(versions.Select(version => version + "\0")));
        var image = new byte[strings + names.Length];
        names.CopyTo(image, strings);

        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(image, 0);
        Write64(image, 32, 64); // program headers
        Write16(image, 54, 56);
        Write16(image, 56, 2);
        ProgramHeader(image, 64, type: 1, offset: 0, address: Address, size: (ulong)image.Length);
        ProgramHeader(image, 64 + 56, type: 2, offset: Dynamic, address: Address + Dynamic, size: 4 * 16);
        DynamicEntry(image, 0, tag: 5, Address + (ulong)strings);
        DynamicEntry(image, 1, tag: 0x6ffffffe, Address + Needs);
        DynamicEntry(image, 2, tag: 0x6fffffff, 1);

        Write16(image, Needs, 1);
        Write16(image, Needs + 2, versions.Length);
        Write32(image, Needs + 4, 1); // name of the library
        Write32(image, Needs + 8, 16); // first version
        var name = 1 + "libstdc++.so.6\0".Length;
        for (var i = 0; i < versions.Length; i++)
        {
            var at = Needs + 16 + 16 * i;
            Write16(image, at + 6, i + 2);
            Write32(image, at + 8, name);
            Write32(image, at + 12, i + 1 < versions.Length ? 16 : 0);
            name += versions[i].Length + 1;
        }
        return image;
    }

    private static void ProgramHeader(byte[] image, int at, int type, ulong offset, ulong address, ulong size)
    {
        Write32(image, at, type);
        Write64(image, at + 8, offset);
        Write64(image, at + 16, address);
        Write64(image, at + 32, size);
    }

    private static void DynamicEntry(byte[] image, int index, ulong tag, ulong value)
    {
        Write64(image, Dynamic + 16 * index, tag);
        Write64(image, Dynamic + 16 * index + 8, value);
    }

    private static void Write16(byte[] image, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);

    private static void Write32(byte[] image, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), value);

    private static void Write64(byte[] image, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
}
