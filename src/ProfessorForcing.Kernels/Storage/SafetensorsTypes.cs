namespace ProfessorForcing.Kernels.Storage;

/// <summary>What is to be known of the element types.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, SafetensorsType> ByName =
        Enum.GetValues<SafetensorsType>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name in the file.</summary>
    public static string NameOf(SafetensorsType type) => type.ToString().ToUpperInvariant();

    /// <summary>The type of a name in a file, if it is one of ours.</summary>
    public static bool TryParse(string name, out SafetensorsType type) => ByName.TryGetValue(name, out type);

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        SafetensorsType.U64 or SafetensorsType.I64 or SafetensorsType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The type that holds values of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static SafetensorsType For<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return SafetensorsType.F32;
        if (typeof(T) == typeof(double)) return SafetensorsType.F64;
        if (typeof(T) == typeof(long)) return SafetensorsType.I64;
        if (typeof(T) == typeof(ulong)) return SafetensorsType.U64;
        if (typeof(T) == typeof(int)) return SafetensorsType.I32;
        if (typeof(T) == typeof(uint)) return SafetensorsType.U32;
        if (typeof(T) == typeof(short)) return SafetensorsType.I16;
        if (typeof(T) == typeof(ushort)) return SafetensorsType.U16;
        if (typeof(T) == typeof(sbyte)) return SafetensorsType.I8;
        if (typeof(T) == typeof(byte)) return SafetensorsType.U8;
        if (typeof(T) == typeof(bool)) return SafetensorsType.Bool;
        if (typeof(T) == typeof(Half)) return SafetensorsType.F16;
        throw new NotSupportedException($"safetensors has no element type for {typeof(T).Name}");
    }

    /// <summary>Bytes of a tensor; −1 if the shape has a negative size or does not fit 63 bits.</summary>
    public static long ByteLength(SafetensorsType type, IEnumerable<long> shape)
    {
        long length = SizeOf(type);
        foreach (var size in shape)
        {
            if (size < 0)
                return -1;
            var product = Math.BigMul(length, size, out var low);
            if (product != 0 || low < 0)
                return -1;
            length = low;
        }
        return length;
    }
}
