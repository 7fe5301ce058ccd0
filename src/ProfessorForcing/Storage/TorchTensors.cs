using ProfessorForcing.Kernels.Storage;

using static TorchSharp.torch;

namespace ProfessorForcing.Storage;

/// <summary>Takes TorchSharp's tensors to and from safetensors files, without a second copy of them in memory.</summary>
public static class TorchTensors
{
    private const long ChunkBytes = 1 << 24;

    /// <summary>A tensor to be written. Its elements are read when the file is written, not now.</summary>
    /// <param name="tensor">Any shape, on any device; stays the caller's.</param>
    /// <exception cref="NotSupportedException">Safetensors has no such element type.</exception>
    public static StoredTensor ToStored(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new StoredTensor(TypeOf(tensor.dtype), tensor.shape, stream => Write(tensor, stream));
    }

    /// <summary>Reads a tensor.</summary>
    /// <returns>A new tensor on the CPU; belongs to the current dispose scope.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, or the file cannot be read.</exception>
    public static Tensor ReadTensor(this SafetensorsReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var entry = reader.Entry(name);
        var tensor = empty([.. entry.Shape], dtype: TypeOf(entry.Type));
        try
        {
            Fill(reader, entry, tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor into one that is there, such as a module's parameter.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="destination">Of equal shape and element type; any device, may require gradients.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, it is of another shape or type, or the file cannot be read.</exception>
    public static void ReadInto(this SafetensorsReader reader, string name, Tensor destination)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(destination);
        var entry = reader.Entry(name);
        if (entry.Type != TypeOf(destination.dtype) || !entry.Shape.SequenceEqual(destination.shape))
        {
            throw new SafetensorsException(
                $"{reader.Path}: tensor '{name}' is {SafetensorsTypes.NameOf(entry.Type)} [{string.Join(", ", entry.Shape)}], "
                + $"but {SafetensorsTypes.NameOf(TypeOf(destination.dtype))} [{string.Join(", ", destination.shape)}] is wanted");
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (destination.device_type == TorchSharp.DeviceType.CPU && destination.is_contiguous())
            Fill(reader, entry, destination);
        else
            destination.copy_(reader.ReadTensor(name));
    }

    private static void Write(Tensor tensor, Stream stream)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().flatten(); // [elements]
        foreach (var (from, to) in Chunks(flat))
        {
            using var piece = flat.slice(0, from, to, 1);
            stream.Write(piece.bytes);
        }
    }

    private static void Fill(SafetensorsReader reader, SafetensorsEntry entry, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().view(tensor.numel()); // [elements], the same memory
        foreach (var (from, to) in Chunks(flat))
        {
            using var piece = flat.slice(0, from, to, 1);
            reader.ReadBytes(entry, from * flat.ElementSize, piece.bytes);
        }
    }

    // A span holds less than 2 GiB.
    private static IEnumerable<(long From, long To)> Chunks(Tensor flat)
    {
        var count = ChunkBytes / flat.ElementSize;
        for (var from = 0L; from < flat.numel(); from += count)
            yield return (from, Math.Min(from + count, flat.numel()));
    }

    private static SafetensorsType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        ScalarType.Int64 => SafetensorsType.I64,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Bool => SafetensorsType.Bool,
        _ => throw new NotSupportedException($"safetensors files of this library hold no {type} tensors"),
    };

    private static ScalarType TypeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.F32 => ScalarType.Float32,
        SafetensorsType.F64 => ScalarType.Float64,
        SafetensorsType.F16 => ScalarType.Float16,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.I64 => ScalarType.Int64,
        SafetensorsType.I32 => ScalarType.Int32,
        SafetensorsType.I16 => ScalarType.Int16,
        SafetensorsType.I8 => ScalarType.Int8,
        SafetensorsType.U8 => ScalarType.Byte,
        SafetensorsType.Bool => ScalarType.Bool,
        _ => throw new SafetensorsException($"torch has no tensors of type {SafetensorsTypes.NameOf(type)}"),
    };
}
