using System.Text.Json;

namespace ProfessorForcing.Kernels.Storage;

/// <summary>The header of a safetensors file, checked.</summary>
/// <param name="Entries">The tensors, as they lie in the file.</param>
/// <param name="ByName">The tensors by name.</param>
/// <param name="Metadata">Free text by name.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries,
    IReadOnlyDictionary<string, SafetensorsEntry> ByName,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The member that holds the metadata, among those that describe tensors.</summary>
    internal const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Parses a header and checks that the tensors fill the rest of the file without gap or overlap.</summary>
    /// <exception cref="SafetensorsException">They do not, or the header is malformed.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> header, long fileLength)
    {
        try
        {
            if (header.IsEmpty || header.Span[0] != (byte)'{')
                throw new FormatException("the header does not start with '{'");
            using var document = JsonDocument.Parse(header, Json);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<SafetensorsEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                    ReadMetadata(property.Value, metadata);
                else
                    entries.Add(ReadEntry(property, 8 + header.Length));
            }
            entries.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.ByteLength.CompareTo(b.ByteLength));
            CheckCover(entries, 8 + header.Length, fileLength);
            return new SafetensorsHeader(entries, entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal), metadata);
        }
        // InvalidOperationException: a JSON string that is not valid Unicode.
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            throw new SafetensorsException($"{path}: malformed safetensors file: {exception.Message}", exception);
        }
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException("the metadata are no object");
        foreach (var property in value.EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new FormatException($"the metadata '{property.Name}' is no text");
        }
    }

    private static SafetensorsEntry ReadEntry(JsonProperty property, long dataStart)
    {
        var name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw new FormatException($"tensor '{name}' is not described by an object");
        var dtype = Member(property.Value, name, "dtype", JsonValueKind.String).GetString()!;
        if (!SafetensorsTypes.TryParse(dtype, out var type))
            throw new FormatException($"tensor '{name}' has the unknown type '{dtype}'");
        var shape = Integers(property.Value, name, "shape");
        var offsets = Integers(property.Value, name, "data_offsets");
        if (offsets is not [var begin, var end] || end < begin || end > long.MaxValue - dataStart)
            throw new FormatException($"tensor '{name}' has impossible data offsets [{string.Join(", ", offsets)}]");
        var length = SafetensorsTypes.ByteLength(type, shape);
        if (length != end - begin)
            throw new FormatException($"tensor '{name}' of type {dtype} and shape [{string.Join(", ", shape)}] does not fit {end - begin} bytes");
        return new SafetensorsEntry(name, type, shape, dataStart + begin, length);
    }

    private static JsonElement Member(JsonElement entry, string name, string key, JsonValueKind kind) =>
        entry.TryGetProperty(key, out var member) && member.ValueKind == kind
            ? member
            : throw new FormatException($"tensor '{name}' lacks a valid '{key}'");

    private static long[] Integers(JsonElement entry, string name, string key) =>
        [.. Member(entry, name, key, JsonValueKind.Array).EnumerateArray().Select(element =>
            element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0
                ? number
                : throw new FormatException($"tensor '{name}' lacks a valid '{key}'"))];

    private static void CheckCover(List<SafetensorsEntry> entries, long dataStart, long fileLength)
    {
        var expected = dataStart;
        foreach (var entry in entries)
        {
            if (entry.Offset != expected)
                throw new FormatException($"tensor '{entry.Name}' {(entry.Offset < expected ? "overlaps the one before" : "leaves a gap before it")}");
            expected += entry.ByteLength;
            if (expected > fileLength)
                throw new FormatException($"truncated: tensor '{entry.Name}' ends at byte {expected} of {fileLength}");
        }
        if (expected != fileLength)
            throw new FormatException($"{fileLength - expected} bytes too many at the end");
    }
}
