using System.Globalization;

using ProfessorForcing.Configuration;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Native;

/// <summary>Names of the devices that tensors live on.</summary>
public static class Devices
{
    /// <summary>The device of that name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:1</c> and so on.</param>
    /// <exception cref="ConfigurationException">The name is not known, or there is no such GPU.</exception>
    public static Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "cpu")
            return new Device(DeviceType.CPU);
        if (!TryParseCudaIndex(name, out var index))
            throw new ConfigurationException($"device: '{name}' is not known; allowed are cpu, cuda and cuda:0, cuda:1, ...");

        NativeLibraries.Initialize();
        if (!cuda.is_available())
            throw new ConfigurationException($"device: '{name}' asks for a GPU, but libtorch finds none; use cpu, or name a libtorch with CUDA in {NativeLibraries.LibtorchVariable}");
        if (index >= cuda.device_count())
            throw new ConfigurationException($"device: there is no '{name}'; the last GPU is cuda:{cuda.device_count() - 1}");
        return new Device(DeviceType.CUDA, index);
    }

    private static bool TryParseCudaIndex(string name, out int index)
    {
        index = 0;
        return name == "cuda"
            || (name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index));
    }
}
