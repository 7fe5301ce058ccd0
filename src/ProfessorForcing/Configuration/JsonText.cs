using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ProfessorForcing.Configuration;

/// <summary>Reads and writes JSON that people read and write: every complaint names the place.</summary>
internal static class JsonText
{
    /// <summary>Writes JSON in one line, letters of all alphabets as they are.</summary>
    public static JsonSerializerOptions OneLine { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As <see cref="OneLine"/>, but with a line for each key.</summary>
    public static JsonSerializerOptions Indented { get; } = new(OneLine) { WriteIndented = true };

    /// <summary>Parses an object.</summary>
    /// <param name="utf8">The text; a byte order mark is skipped.</param>
    /// <param name="source">What the text is called in errors, such as its file name.</param>
    /// <exception cref="ConfigurationException">Not JSON, not an object, or a key stands twice in one object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, string source)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8))
            throw new ConfigurationException($"{source}: not valid UTF-8");
        var errors = new List<string>();
        try
        {
            FindDuplicates(utf8, source, errors);
            if (errors.Count > 0)
                throw new ConfigurationException(errors);
            return JsonNode.Parse(utf8) as JsonObject
                ?? throw new ConfigurationException($"{source}: the configuration must be a JSON object: {{ … }}");
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(Describe(exception, source));
        }
    }

    private static string Describe(JsonException exception, string source)
    {
        // The library's message ends with the position, counted from 0.
        var message = exception.Message;
        var cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = (cut < 0 ? message : message[..cut]).Trim();
        return $"{source}: not valid JSON at line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: {reason}";
    }

    private static void FindDuplicates(ReadOnlySpan<byte> utf8, string source, List<string> errors)
    {
        var reader = new Utf8JsonReader(utf8);
        var keys = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                keys.Push(new(StringComparer.Ordinal));
            else if (reader.TokenType == JsonTokenType.EndObject)
                keys.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && !keys.Peek().Add(reader.GetString()!))
                errors.Add($"{source}: the key \"{reader.GetString()}\" stands twice in one object, again at {Position(utf8, reader.TokenStartIndex)}");
        }
    }

    private static string Position(ReadOnlySpan<byte> utf8, long index)
    {
        var before = utf8[..(int)index];
        return $"line {before.Count((byte)'\n') + 1}, column {before.Length - before.LastIndexOf((byte)'\n')}";
    }
}
