using System.Text;

namespace ProfessorForcing.Configuration;

/// <summary>All keys that a configuration may have, read off its records.</summary>
public static class OptionsSchema
{
    /// <summary>Every key below a record, in the order in which <see cref="OptionsWriter"/> writes them.</summary>
    /// <param name="root">The options record.</param>
    /// <param name="kinds">Which records stand for abstract ones.</param>
    public static IReadOnlyList<OptionKey> Keys(Type root, OptionKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(kinds);
        return [.. KeysOf(root, "", null, kinds)];
    }

    /// <summary>The keys as a table in Markdown, one row each.</summary>
    public static string ToMarkdown(IEnumerable<OptionKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var text = new StringBuilder("| Key | Default | Allowed | Meaning |\n| --- | --- | --- | --- |\n");
        foreach (var key in keys)
        {
            var kind = key.Kind is null ? "" : $" (kind `{key.Kind}`)";
            var value = key.Default is null ? "required" : $"`{key.Default}`";
            text.Append($"| `{key.Path}`{kind} | {value} | {Escape(key.Allowed)} | {Escape(key.Description)} |\n");
        }
        return text.ToString();
    }

    /// <summary>The paths of all keys; one that several kinds have stands several times.</summary>
    internal static IEnumerable<string> Paths(Type root, OptionKinds kinds) => KeysOf(root, "", null, kinds).Select(key => key.Path);

    private static IEnumerable<OptionKey> KeysOf(Type record, string path, string? kind, OptionKinds kinds)
    {
        var defaults = record.IsAbstract ? null : Activator.CreateInstance(record);
        return OptionProperty.Of(record).SelectMany(property => KeysOf(property, OptionNames.Join(path, property.Key), kind, kinds, defaults));
    }

    private static IEnumerable<OptionKey> KeysOf(OptionProperty property, string path, string? kind, OptionKinds kinds, object? defaults)
    {
        if (kinds.IsChoice(property.Type))
            return ChoiceKeys(property.Type, path, kinds);
        if (property.Shape == OptionShape.Section)
            return KeysOf(property.Type, path, kind, kinds);
        return [new(path, kind, Default(property, defaults), ValueReader.Describe(property.Type, property.Option), property.Option.Description)];
    }

    private static IEnumerable<OptionKey> ChoiceKeys(Type type, string path, OptionKinds kinds)
    {
        var names = string.Join(", ", kinds.Of(type).Select(pair => pair.Key));
        yield return new(OptionNames.Join(path, OptionKinds.Key), null, kinds.DefaultOf(type) is { } kind ? $"\"{kind}\"" : null, $"one of {names}", "What kind this section describes; the other keys of the section depend on it.");
        // What all kinds share is listed once, unless it is something else in one of them.
        var shared = OptionProperty.Of(type).Select(property => OptionNames.Join(path, property.Key)).ToHashSet();
        var listed = new Dictionary<string, OptionKey>();
        foreach (var (name, record) in kinds.Of(type))
        {
            foreach (var key in KeysOf(record, path, name, kinds))
            {
                if (!shared.Contains(key.Path))
                    yield return key;
                else if (!listed.TryGetValue(key.Path, out var first))
                    yield return listed[key.Path] = key with { Kind = null };
                else if (first != key with { Kind = null })
                    yield return key;
            }
        }
    }

    private static string? Default(OptionProperty property, object? defaults)
    {
        if (property.IsRequired || defaults is null)
            return null;
        return OptionsWriter.WriteValue(property.Property.GetValue(defaults), property.Type)?.ToJsonString() ?? "null";
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
