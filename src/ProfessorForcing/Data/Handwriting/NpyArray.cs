using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// The .npy format, version 1.0: the magic bytes <c>\x93NUMPY</c>, the version, the header's length in 16 bits, a header that tells type, order
/// and shape, then the elements, little-endian.
/// </summary>
internal static partial class NpyArray
{
    private const int Prelude = 10;

    /// <summary>Reads an array in C order.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="name">What it is called in an error.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <returns>The elements and the sizes of all dimensions.</returns>
    /// <exception cref="InputDataException">It is malformed or truncated, or of another type, order or number of dimensions.</exception>
    public static (T[] Elements, int[] Shape) Read<T>(ReadOnlySpan<byte> bytes, string name, int dimensions)
        where T : unmanaged
    {
        if (bytes.Length < Prelude)
            throw new InputDataException($"{name} is truncated: it has {bytes.Length} bytes, fewer than the beginning of an .npy array ({Prelude})");
        if (bytes is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..])
            throw new InputDataException($"{name} is no .npy array: its first bytes are {Convert.ToHexString(bytes[..6])}");
        if ((bytes[6], bytes[7]) != (1, 0))
            throw new InputDataException($"{name} is of version {bytes[6]}.{bytes[7]} of the .npy format; only 1.0 can be read");
        var start = Prelude + (bytes[8] | bytes[9] << 8);
        if (bytes.Length < start)
            throw new InputDataException($"{name} is truncated: its header should end at byte {start:N0} of {bytes.Length:N0}");
        if (Header().Match(Encoding.Latin1.GetString(bytes[Prelude..start])) is not { Success: true } header)
            throw new InputDataException($"{name} has a malformed .npy header");
        var expected = Type.GetTypeCode(typeof(T)) == TypeCode.Int16 ? "<i2" : "<i8";
        if (header.Groups["type"].Value is var type && type != expected)
            throw new InputDataException($"{name} has elements of type '{type}' instead of '{expected}'");
        if (header.Groups["order"].Value == "True")
            throw new InputDataException($"{name} is in Fortran order; it must be in C order");
        return (Elements<T>(bytes[start..], name, header.Groups["shape"].Value, dimensions, out var shape), shape);
    }

    private static T[] Elements<T>(ReadOnlySpan<byte> data, string name, string text, int dimensions, out int[] shape)
        where T : unmanaged
    {
        var sizes = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        shape = new int[sizes.Length];
        var count = 1L;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw new InputDataException($"{name} has the shape ({text}), which cannot be read");
            count = Math.Min(count * shape[i], int.MaxValue);
        }
        if (shape.Length != dimensions)
            throw new InputDataException($"{name} has {shape.Length} dimensions, ({text}), instead of {dimensions}");
        var size = Marshal.SizeOf<T>();
        if (data.Length != count * size)
            throw new InputDataException($"{name} holds {data.Length:N0} bytes of elements instead of {count * size:N0}, as its shape is ({text}){(data.Length < count * size ? ": it is truncated" : "")}");
        // All platforms this library has are little-endian, as the file is.
        return MemoryMarshal.Cast<byte, T>(data).ToArray();
    }

    [GeneratedRegex(@"\A\{'descr': '(?<type>[!-&(-~]*)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\), \} *\n\z")]
    private static partial Regex Header();
}
