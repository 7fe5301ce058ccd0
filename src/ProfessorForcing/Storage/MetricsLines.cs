using System.Buffers;
using System.Text.Json;

namespace ProfessorForcing.Storage;

/// <summary>The lines of <c>metrics.jsonl</c>.</summary>
internal static class MetricsLines
{
    private const string StepKey = "step";
    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Writes a line with its end.</summary>
    public static void Write(IBufferWriter<byte> output, long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber(StepKey, step);
            foreach (var (name, value) in values)
            {
                if (name == StepKey)
                    throw new ArgumentException($"a metric cannot be called '{StepKey}'", nameof(values));
                WriteValue(json, name, value);
            }
            json.WriteEndObject();
        }
        output.Write(LineEnd);
    }

    /// <summary>What a line says; null if it is malformed.</summary>
    public static MetricsRecord? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return TryParse(ref reader);
        }
        // InvalidOperationException: a name that is not valid Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The complete lines of a file, each with its end.</summary>
    /// <exception cref="MetricsException">The file cannot be read.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadLines(string path)
    {
        byte[] text;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            text = new byte[stream.Length];
            text = text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (WriteGuard.IsRefusal(exception))
        {
            throw new MetricsException($"{path}: cannot be read: {exception.Message}", exception);
        }
        for (var start = 0; Array.IndexOf(text, LineEnd[0], start) is >= 0 and var end; start = end + 1)
            yield return text.AsMemory(start, end + 1 - start);
    }

    /// <summary>Position after the last line end; 0 if there is none.</summary>
    public static long EndOfLastLine(Stream stream)
    {
        var buffer = new byte[4096];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            var piece = buffer.AsSpan(0, (int)(end - start));
            stream.Position = start;
            stream.ReadExactly(piece);
            if (piece.LastIndexOf(LineEnd[0]) is >= 0 and var last)
                return start + last + 1;
            end = start;
        }
        return 0;
    }

    private static MetricsRecord? TryParse(ref Utf8JsonReader reader)
    {
        long? step = null;
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == StepKey && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
                step = number;
            else if (name != StepKey && TryReadValue(ref reader) is { } value)
                values[name] = value;
            else
                return null;
        }
        return step is { } found && !reader.Read() ? new MetricsRecord(found, values) : null;
    }

    private static void WriteValue(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static double? TryReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.GetDouble();
        if (reader.TokenType != JsonTokenType.String)
            return null;
        if (reader.ValueTextEquals("NaN"u8))
            return double.NaN;
        if (reader.ValueTextEquals("Infinity"u8))
            return double.PositiveInfinity;
        return reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity : null;
    }
}
