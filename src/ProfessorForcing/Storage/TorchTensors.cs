using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Storage;

/// <summary>Moves float32 torch tensors to and from safetensors files.</summary>
public static class TorchTensors
{
    /// <summary>A tensor on its way to a file; its values are read when the file is written.</summary>
    public static StoredTensor Store(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.dtype != ScalarType.Float32)
            throw new ArgumentException($"Only float32 tensors are stored, not {value.dtype}.", nameof(value));
        return new StoredTensor(SafetensorsType.F32, value.shape, stream =>
        {
            using var scope = NewDisposeScope();
            stream.Write(value.detach().cpu().contiguous().bytes);
        });
    }

    /// <summary>A network's parameters, by name.</summary>
    public static IReadOnlyDictionary<string, StoredTensor> Store(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Names.Zip(parameters.Values).ToDictionary(pair => pair.First, pair => Store(pair.Second), StringComparer.Ordinal);
    }

    /// <summary>Copies a stored tensor into one of the same shape.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or its type or shape differs.</exception>
    public static void Load(SafetensorsReader file, string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(target);
        var entry = file.Entry(name);
        if (!entry.Shape.SequenceEqual(target.shape))
            throw new SafetensorsException(
                $"{file.Path}: tensor '{name}' is [{string.Join(", ", entry.Shape)}], the network needs [{string.Join(", ", target.shape)}]");
        using var noGradient = no_grad();
        using var values = tensor(file.Read<float>(name), target.shape);
        target.copy_(values);
    }

    /// <summary>Copies stored parameters into a network of the same shapes.</summary>
    /// <inheritdoc cref="Load(SafetensorsReader, string, Tensor)"/>
    public static void Load(SafetensorsReader file, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
            Load(file, name, value);
    }
}
