using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Parameters;

namespace ProfessorForcing.Storage;

/// <summary>Takes a network's parameters to and from safetensors files.</summary>
public static class StoredParameters
{
    /// <summary>The parameters by name, to be written.</summary>
    public static IReadOnlyDictionary<string, StoredTensor> ToStored(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Names.Zip(parameters.Values)
            .ToDictionary(pair => pair.First, pair => TorchTensors.ToStored(pair.Second), StringComparer.Ordinal);
    }

    /// <summary>Reads every parameter of a network of the same shapes.</summary>
    /// <exception cref="SafetensorsException">A parameter is missing or of another shape, or the file cannot be read.</exception>
    public static void ReadInto(this SafetensorsReader reader, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
            reader.ReadInto(name, value);
    }

    /// <summary>Whether a file has every parameter of a network, each of the same shape.</summary>
    public static bool Fits(this SafetensorsReader reader, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Names.Zip(parameters.Values).All(pair => reader.Contains(pair.First) && reader.Entry(pair.First).Shape.SequenceEqual(pair.Second.shape));
    }
}
