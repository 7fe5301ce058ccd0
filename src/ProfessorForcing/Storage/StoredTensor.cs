using System.Runtime.InteropServices;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A tensor on its way to a file: its type and shape, and how to write its elements, so that they need not be copied first.</summary>
public sealed class StoredTensor
{
    private const int ChunkElements = 1 << 17;

    private readonly Action<Stream> _write;

    /// <summary>A tensor whose elements are written by a function.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes; empty for a single element.</param>
    /// <param name="write">Writes exactly <see cref="ByteLength"/> bytes: the elements in row-major order, little-endian.</param>
    /// <exception cref="ArgumentException">A size is negative, or the tensor does not fit 63 bits of bytes.</exception>
    public StoredTensor(SafetensorsType type, IReadOnlyList<long> shape, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(write);
        ByteLength = SafetensorsTypes.ByteLength(type, shape);
        if (ByteLength < 0)
            throw new ArgumentException($"[{string.Join(", ", shape)}] is no shape of a tensor", nameof(shape));
        Type = type;
        Shape = shape;
        _write = write;
    }

    /// <summary>Element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>Sizes; empty for a single element.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Bytes of all elements.</summary>
    public long ByteLength { get; }

    /// <summary>A tensor over an array, which is not copied.</summary>
    /// <typeparam name="T">A primitive number type, bool or Half.</typeparam>
    /// <param name="values">Elements in row-major order.</param>
    /// <param name="shape">Sizes; empty for a single element.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of the sizes.</exception>
    public static StoredTensor From<T>(ReadOnlyMemory<T> values, params long[] shape) where T : unmanaged
    {
        var type = SafetensorsTypes.For<T>();
        var tensor = new StoredTensor(type, shape, stream => Write(values.Span, stream));
        if (tensor.ByteLength != (long)values.Length * SafetensorsTypes.SizeOf(type))
            throw new ArgumentException($"{values.Length} elements do not fill the shape [{string.Join(", ", shape)}]", nameof(shape));
        return tensor;
    }

    /// <inheritdoc cref="From{T}(ReadOnlyMemory{T}, long[])"/>
    public static StoredTensor From<T>(T[] values, params long[] shape) where T : unmanaged =>
        From(new ReadOnlyMemory<T>(values), shape);

    /// <summary>Writes the elements.</summary>
    public void WriteTo(Stream stream) => _write(stream);

    private static void Write<T>(ReadOnlySpan<T> values, Stream stream) where T : unmanaged
    {
        // In pieces, because the bytes of a large array do not fit one span.
        for (; values.Length > 0; values = values[Math.Min(ChunkElements, values.Length)..])
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(ChunkElements, values.Length)]));
    }
}
