using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>
/// Writes the safetensors format: 8 bytes of header length (little-endian), a JSON header padded with spaces to a
/// multiple of 8, then the tensors without gaps. Equal contents give equal bytes: wide elements come first, so that
/// each tensor is aligned, and then names in ordinal order.
/// </summary>
public static class SafetensorsWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file, flushed to disk, in place of what had its name.</summary>
    /// <exception cref="StorageWriteException">The file system refused; an older file is still there.</exception>
    /// <exception cref="ArgumentException">A name cannot be written.</exception>
    public static void Write(string path, SafetensorsContents contents) => AtomicFile.Write(path, stream => Write(stream, contents));

    /// <summary>Writes to a stream, tensor after tensor; nothing but the header is held in memory.</summary>
    /// <exception cref="ArgumentException">A name cannot be written: <c>__metadata__</c>, or not valid Unicode.</exception>
    public static void Write(Stream stream, SafetensorsContents contents)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(contents);
        var tensors = contents.Tensors
            .OrderByDescending(entry => SafetensorsTypes.SizeOf(entry.Value.Type))
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .ToList();
        stream.Write(Header(tensors, contents.Metadata));
        foreach (var (name, tensor) in tensors)
            WriteTensor(stream, name, tensor);
    }

    private static void WriteTensor(Stream stream, string name, StoredTensor tensor)
    {
        var start = stream.CanSeek ? stream.Position : 0;
        tensor.WriteTo(stream);
        if (stream.CanSeek && stream.Position - start != tensor.ByteLength)
            throw new InvalidOperationException($"tensor '{name}' wrote {stream.Position - start} bytes instead of {tensor.ByteLength}");
    }

    private static byte[] Header(List<KeyValuePair<string, StoredTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
                offset = WriteEntry(json, name, tensor, offset);
            json.WriteEndObject();
        }
        var length = (buffer.WrittenCount + 7) / 8 * 8;
        if (length > SafetensorsReader.MaxHeaderLength)
            throw new ArgumentException($"the names of {tensors.Count} tensors and the metadata take {length} bytes; at most {SafetensorsReader.MaxHeaderLength} are allowed");
        var header = new byte[8 + length];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        buffer.WrittenSpan.CopyTo(header.AsSpan(8));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(CheckUnicode(key), CheckUnicode(value));
        json.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, StoredTensor tensor, long offset)
    {
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"'{SafetensorsHeader.MetadataKey}' cannot name a tensor");
        json.WriteStartObject(CheckUnicode(name));
        json.WriteString("dtype", SafetensorsTypes.NameOf(tensor.Type));
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset = checked(offset + tensor.ByteLength);
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
        return offset;
    }

    private static string CheckUnicode(string text)
    {
        // The JSON writer would put replacement characters in place of lone surrogates, and names could collide.
        _ = Utf8.GetByteCount(text);
        return text;
    }
}
