using System.Text.Json.Nodes;

namespace ProfessorForcing.Configuration;

/// <summary>Lays one configuration over another, section by section.</summary>
/// <param name="kinds">Which records stand for abstract ones.</param>
internal sealed class OptionsMerge(OptionKinds kinds)
{
    /// <summary>
    /// The keys of both; where both have one, that of <paramref name="upper"/>. Where the upper one gives a section
    /// another <c>kind</c>, of the lower section only the keys stay that the new kind has too, with the same type.
    /// </summary>
    /// <param name="lower">What is laid over; unchanged.</param>
    /// <param name="upper">What counts; unchanged.</param>
    /// <param name="type">The record that both describe; null where it is not known.</param>
    public JsonObject Overlay(JsonObject lower, JsonObject upper, Type? type)
    {
        var result = (JsonObject)lower.DeepClone();
        if (type is not null && kinds.IsChoice(type))
        {
            var before = FindKind(type, lower) ?? Default(type, lower);
            var after = FindKind(type, upper) ?? before;
            if (before != after)
                RemoveForeign(result, before, after);
            type = after;
        }
        foreach (var (key, value) in upper)
        {
            result[key] = value is JsonObject above && result[key] is JsonObject below
                ? Overlay(below, above, type is null ? null : OptionProperty.Find(type, key)?.Type)
                : value?.DeepClone();
        }
        return result;
    }

    /// <summary>The record that a section's own <c>kind</c> chooses; null where it has none, or an unknown one.</summary>
    public Type? FindKind(Type type, JsonObject? section) =>
        section?[OptionKinds.Key] is JsonValue value && value.TryGetValue<string>(out var kind) ? kinds.Find(type, kind) : null;

    /// <summary>The record of a section that has no <c>kind</c>, where there is a default.</summary>
    public Type? Default(Type type, JsonObject? section) =>
        section?.ContainsKey(OptionKinds.Key) is true || kinds.DefaultOf(type) is not { } kind ? null : kinds.Find(type, kind);

    private static void RemoveForeign(JsonObject section, Type? before, Type? after)
    {
        foreach (var key in section.Select(pair => pair.Key).Where(key => key != OptionKinds.Key).ToArray())
        {
            var old = before is null ? null : OptionProperty.Find(before, key);
            // Keys that no kind has stay, so that they are reported.
            if (old is not null && after is not null && OptionProperty.Find(after, key)?.Type != old.Type)
                section.Remove(key);
        }
    }
}
