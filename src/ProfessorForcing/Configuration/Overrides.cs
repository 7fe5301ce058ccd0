using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Configuration;

/// <summary>
/// Assignments as the command line gives them (<c>training.steps=100</c>, <c>professor.behaviour=candidate,embedding</c>)
/// as a configuration of their own, to be laid over another.
/// </summary>
internal sealed class Overrides(OptionKinds kinds)
{
    private readonly OptionsMerge _merge = new(kinds);

    /// <summary>Reads assignments; of several to one key the last counts.</summary>
    /// <param name="assignments">Each <c>key=value</c>, the key with its sections separated by dots.</param>
    /// <param name="current">What they will be laid over: decides the kinds that they do not name themselves.</param>
    /// <param name="root">The record that is configured.</param>
    /// <param name="errors">Receives a line for each assignment that has not this form. Unknown keys and wrong values are left to the binder.</param>
    public JsonObject Parse(IEnumerable<string> assignments, JsonObject current, Type root, ICollection<string> errors)
    {
        var texts = new JsonObject();
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            var path = equals < 0 ? [] : assignment[..equals].Trim().Split('.');
            if (path.Length == 0 || path.Contains(""))
                errors.Add($"--set {assignment}: not of the form key=value, such as training.steps=100");
            else if (!TryPut(texts, path, assignment[(equals + 1)..]))
                errors.Add($"--set {assignment}: other assignments use {string.Join('.', path)} or a part of it differently, once as a value and once as a section");
        }
        return Typed(texts, current, root);
    }

    private static bool TryPut(JsonObject section, ReadOnlySpan<string> path, string text)
    {
        var existing = section[path[0]];
        if (path.Length == 1)
        {
            section[path[0]] = text;
            return existing is not JsonObject;
        }
        if (existing is null)
            section[path[0]] = existing = new JsonObject();
        return existing is JsonObject below && TryPut(below, path[1..], text);
    }

    // Values are still texts; each becomes what its property's type asks for, or stays a text, which the binder refuses.
    private JsonObject Typed(JsonObject texts, JsonObject? current, Type? type)
    {
        if (type is not null && kinds.IsChoice(type))
            type = _merge.FindKind(type, texts) ?? _merge.FindKind(type, current) ?? _merge.Default(type, current);
        var result = new JsonObject();
        foreach (var (key, value) in texts)
        {
            var property = type is null ? null : OptionProperty.Find(type, key);
            result[key] = value switch
            {
                JsonObject section => Typed(section, current?[key] as JsonObject, property?.Type),
                _ when property is null => value!.DeepClone(),
                _ when property.AllowsNull && (string)value! == "null" => null,
                _ => Typed((string)value!, property.Type),
            };
        }
        return result;
    }

    private static JsonNode Typed(string text, Type type) => OptionProperty.ShapeOf(type) switch
    {
        OptionShape.Boolean when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
        OptionShape.Integer or OptionShape.Number => Number(text) ?? JsonValue.Create(text),
        OptionShape.List when text.StartsWith('[') => Parsed(text) ?? JsonValue.Create(text),
        OptionShape.List when text.Length == 0 => new JsonArray(),
        OptionShape.List => new JsonArray([.. text.Split(',').Select(item => Typed(item.Trim(), OptionProperty.ItemType(type)))]),
        _ => JsonValue.Create(text),
    };

    private static JsonValue? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number)
        : null;

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null; // not JSON: the binder refuses the text and says what is allowed
        }
    }
}
