using System.Collections;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Configuration;

/// <summary>Makes JSON of options records: every key, defaults included, always in the same order. <see cref="OptionsBinder"/> reads it back.</summary>
/// <param name="kinds">Which records stand for abstract ones.</param>
public sealed class OptionsWriter(OptionKinds kinds)
{
    /// <summary>The record as JSON, fully resolved.</summary>
    /// <param name="options">An options record.</param>
    public JsonObject Write(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var json = new JsonObject();
        foreach (var property in OptionProperty.Of(options.GetType()))
            json[property.Key] = Write(property.Property.GetValue(options), property.Type);
        return json;
    }

    /// <summary>A value that is not a section.</summary>
    internal static JsonNode? WriteValue(object? value, Type type) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        Enum name => JsonValue.Create(OptionNames.Of(name)),
        IEnumerable list => new JsonArray([.. list.Cast<object>().Select(item => WriteValue(item, OptionProperty.ItemType(type)))]),
        _ => throw new NotSupportedException($"An options record cannot hold a {type}."),
    };

    private JsonNode? Write(object? value, Type type)
    {
        if (value is null || OptionProperty.ShapeOf(type) != OptionShape.Section)
            return WriteValue(value, type);
        var section = Write(value);
        if (kinds.IsChoice(type))
            section.Insert(0, OptionKinds.Key, kinds.NameOf(type, value.GetType()));
        return section;
    }
}
