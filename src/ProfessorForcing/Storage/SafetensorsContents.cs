namespace ProfessorForcing.Storage;

/// <summary>What goes into one safetensors file.</summary>
/// <param name="Tensors">Tensors by name; any name but <c>__metadata__</c>.</param>
/// <param name="Metadata">Free text by name.</param>
public sealed record SafetensorsContents(
    IReadOnlyDictionary<string, StoredTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Tensors without metadata.</summary>
    public SafetensorsContents(IReadOnlyDictionary<string, StoredTensor> tensors) : this(tensors, new Dictionary<string, string>())
    {
    }
}
