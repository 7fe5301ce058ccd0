using System.Runtime.InteropServices;

using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Kernels.Models;

/// <summary>The single-precision tensors of a file, in memory that stays where it is.</summary>
internal sealed unsafe class StoredWeights : IDisposable
{
    private readonly Dictionary<string, (AlignedBuffer Data, IReadOnlyList<long> Shape)> _tensors = new(StringComparer.Ordinal);

    /// <summary>Reads all of them.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read.</exception>
    public StoredWeights(SafetensorsReader file)
    {
        Path = file.Path;
        foreach (var entry in file.Entries.Where(entry => entry.Type == SafetensorsType.F32))
        {
            var buffer = new AlignedBuffer((nint)entry.Count);
            _tensors.Add(entry.Name, (buffer, entry.Shape));
            for (long from = 0; from < entry.Count; from += 1 << 20)
            {
                var piece = new Span<float>(buffer.Data + from, (int)Math.Min(1 << 20, entry.Count - from));
                file.ReadBytes(entry, from * sizeof(float), MemoryMarshal.AsBytes(piece));
            }
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Where a tensor lies.</summary>
    /// <exception cref="SafetensorsException">There is none of this name and shape.</exception>
    public float* Get(string name, params ReadOnlySpan<long> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor) || !shape.SequenceEqual([.. tensor.Shape]))
            throw new SafetensorsException($"{Path}: has no tensor '{name}' of shape [{string.Join(", ", shape.ToArray())}] in single precision");
        return tensor.Data.Data;
    }

    public void Dispose()
    {
        foreach (var (data, _) in _tensors.Values)
            data.Dispose();
        _tensors.Clear();
    }
}
