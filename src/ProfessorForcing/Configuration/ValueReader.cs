using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Configuration;

/// <summary>Reads single values of options records from JSON.</summary>
internal static class ValueReader
{
    /// <summary>Reads a value that is neither a list nor a section.</summary>
    /// <param name="node">The value; null stands for JSON's null.</param>
    /// <param name="type">What it must become.</param>
    /// <param name="option">Its bounds.</param>
    /// <param name="error">What is wrong with it, if the result is null.</param>
    public static object? Read(JsonNode? node, Type type, OptionAttribute option, out string error)
    {
        error = "";
        var kind = node?.GetValueKind() ?? JsonValueKind.Null;
        switch (OptionProperty.ShapeOf(type))
        {
            case OptionShape.Boolean when kind is JsonValueKind.True or JsonValueKind.False:
                return kind is JsonValueKind.True;
            case OptionShape.Text when kind is JsonValueKind.String:
                return node!.GetValue<string>();
            case OptionShape.Name when kind is JsonValueKind.String && OptionNames.FindValue(type, node!.GetValue<string>()) is { } value:
                return value;
            case OptionShape.Integer when kind is JsonValueKind.Number:
                var whole = ReadInteger(node!.ToJsonString(), type, option, out error);
                return type == typeof(int) ? (object?)(int?)whole : whole;
            case OptionShape.Number when kind is JsonValueKind.Number:
                var number = ReadNumber(node!.ToJsonString(), type, option, out error);
                return type == typeof(float) ? (object?)(float?)number : number;
            default:
                error = $"{Show(node)} is not {Describe(type, option)}";
                return null;
        }
    }

    /// <summary>What values a type and its bounds allow, in words.</summary>
    public static string Describe(Type type, OptionAttribute option) => OptionProperty.ShapeOf(type) switch
    {
        OptionShape.Boolean => "true or false",
        OptionShape.Text => "a string",
        OptionShape.Name => $"one of {string.Join(", ", OptionNames.OfEnum(type))}",
        OptionShape.Integer => Join("a whole number", OptionRange.Describe(option, type)),
        OptionShape.Number => Join("a number", OptionRange.Describe(option, type)),
        OptionShape.List => $"a list, each {Describe(OptionProperty.ItemType(type), option)}",
        _ => "a section (an object)",
    };

    /// <summary>A value as a message shows it.</summary>
    public static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString(JsonText.OneLine) ?? "null";
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "…");
    }

    // Decimal keeps every digit of a long and takes 1e3 and 1000.0 for the whole number they are.
    private static long? ReadInteger(string text, Type type, OptionAttribute option, out string error)
    {
        error = "";
        var isDecimal = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        var (least, greatest) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        if (isDecimal && value != decimal.Truncate(value))
            error = $"{text} is not a whole number; allowed: {OptionRange.Describe(option, type)}";
        else if (!isDecimal || value < least || value > greatest || !OptionRange.Contains(option, (double)value))
            error = $"{text} is out of range; allowed: {OptionRange.Describe(option, type)}";
        else
            return (long)value;
        return null;
    }

    private static double? ReadNumber(string text, Type type, OptionAttribute option, out string error)
    {
        error = "";
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(type == typeof(float) ? (float)value : value))
            error = $"{text} is too large";
        else if (!OptionRange.Contains(option, value))
            error = $"{text} is out of range; allowed: {OptionRange.Describe(option, type)}";
        else
            return value;
        return null;
    }

    private static string Join(string what, string range) => range.Length == 0 ? what : $"{what}, {range}";
}
