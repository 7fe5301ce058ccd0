using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Configuration;

/// <summary>
/// Makes options records of JSON: keys are the properties' names in snake case, absent keys keep their defaults, and
/// every error is found, not only the first. A whole number may be written 1e3 or 1000.0.
/// </summary>
/// <param name="kinds">Which records stand for abstract ones.</param>
public sealed class OptionsBinder(OptionKinds kinds)
{
    /// <summary>Makes a record and checks it, its rules (<see cref="IValidatable"/>) included.</summary>
    /// <typeparam name="T">The options record.</typeparam>
    /// <param name="json">Its keys and values.</param>
    /// <param name="earlierErrors">Errors found before, to be reported together with those found here.</param>
    /// <exception cref="ConfigurationException">With one line for each unknown key, wrong type, value out of range and broken rule.</exception>
    public T Bind<T>(JsonObject json, IEnumerable<string>? earlierErrors = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        var pass = new Pass(kinds, typeof(T));
        var options = pass.BindSection(typeof(T), json, "");
        string[] lines = [.. earlierErrors ?? [], .. pass.Errors.Lines];
        return lines.Length == 0 ? (T)options! : throw new ConfigurationException(lines);
    }

    /// <summary>Makes a record of assignments alone, <c>key=value</c> each.</summary>
    /// <inheritdoc cref="Bind{T}(JsonObject, IEnumerable{string})"/>
    public T Bind<T>(IEnumerable<string> assignments)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(assignments);
        var errors = new List<string>();
        var json = new Overrides(kinds).Parse(assignments, [], typeof(T), errors);
        return Bind<T>(json, errors);
    }

    private sealed class Pass(OptionKinds kinds, Type root)
    {
        public BindingErrors Errors { get; } = new();

        public object? BindSection(Type type, JsonObject json, string path)
        {
            if (kinds.IsChoice(type))
            {
                if (ChooseKind(type, json, path) is not { } chosen)
                    return null;
                type = chosen;
            }
            var section = Activator.CreateInstance(type)!;
            var complete = true;
            foreach (var property in OptionProperty.Of(type))
            {
                if (json.TryGetPropertyValue(property.Key, out var node))
                    complete &= TrySet(section, property, node, OptionNames.Join(path, property.Key));
                else if (property.IsRequired)
                {
                    Errors.Add(OptionNames.Join(path, property.Key), $"missing; it must be {Allowed(property)}");
                    complete = false;
                }
            }
            foreach (var (key, _) in json)
                CheckKnown(type, key, path);
            if (complete && section is IValidatable validatable)
                AddBrokenRules(validatable, path);
            return complete ? section : null;
        }

        private bool TrySet(object section, OptionProperty property, JsonNode? node, string path)
        {
            if (node is null && property.AllowsNull)
            {
                property.Property.SetValue(section, null);
                return true;
            }
            var value = property.Shape switch
            {
                OptionShape.Section => node is JsonObject json ? BindSection(property.Type, json, path) : Refuse(property, node, path),
                OptionShape.List => node is JsonArray array ? BindList(property, array, path) : Refuse(property, node, path),
                _ => BindValue(property.Type, property, node, path),
            };
            if (value is not null)
                property.Property.SetValue(section, value);
            // A refused value leaves the default, so that the other rules can still be checked; a section without one cannot.
            return value is not null || property.Property.GetValue(section) is not null;
        }

        private object? Refuse(OptionProperty property, JsonNode? node, string path)
        {
            Errors.Add(path, $"{ValueReader.Show(node)} is not {Allowed(property)}");
            return null;
        }

        private Array? BindList(OptionProperty property, JsonArray array, string path)
        {
            var type = OptionProperty.ItemType(property.Type);
            var values = array.Select((item, i) => BindValue(type, property, item, $"{path}[{i}]")).ToArray();
            if (values.Contains(null))
            {
                return null;
            }
            var list = Array.CreateInstance(type, values.Length);
            ((ICollection)values).CopyTo(list, 0);
            return list;
        }

        private object? BindValue(Type type, OptionProperty property, JsonNode? node, string path)
        {
            var value = ValueReader.Read(node, type, property.Option, out var error);
            if (value is null)
                Errors.Add(path, error);
            return value;
        }

        private Type? ChooseKind(Type type, JsonObject json, string path)
        {
            var names = string.Join(", ", kinds.Of(type).Select(pair => pair.Key));
            var key = OptionNames.Join(path, OptionKinds.Key);
            if (!json.TryGetPropertyValue(OptionKinds.Key, out var node))
            {
                if (kinds.DefaultOf(type) is { } kind)
                    return kinds.Find(type, kind);
                Errors.Add(key, $"missing; it must be one of {names}");
                return null;
            }
            var chosen = node?.GetValueKind() is JsonValueKind.String ? kinds.Find(type, node.GetValue<string>()) : null;
            if (chosen is null)
                Errors.Add(key, $"{ValueReader.Show(node)} is not one of {names}");
            return chosen;
        }

        private void CheckKnown(Type type, string key, string path)
        {
            var isChosen = kinds.HasKind(type);
            if (OptionProperty.Find(type, key) is not null || (isChosen && key == OptionKinds.Key))
                return;
            string[] known = [.. isChosen ? [OptionKinds.Key] : Array.Empty<string>(), .. OptionProperty.Of(type).Select(property => property.Key)];
            var self = OptionNames.Join(path, key);
            var meant = OptionNames.Nearest(key, known) is { } near
                ? OptionNames.Join(path, near)
                : string.Join(" or ", OptionsSchema.Paths(root, kinds).Where(other => other.EndsWith($".{key}", StringComparison.Ordinal) && other != self).Distinct());
            var allowed = $"allowed{(path.Length > 0 ? $" in {path}" : "")}: {string.Join(", ", known)}";
            Errors.Add(self, meant.Length > 0 ? $"unknown key; did you mean {meant}? {allowed}" : $"unknown key; {allowed}");
        }

        private void AddBrokenRules(IValidatable validatable, string path)
        {
            var lines = new List<string>();
            validatable.Validate(path, lines);
            Errors.AddRules(lines);
        }

        private string Allowed(OptionProperty property) =>
            kinds.IsChoice(property.Type)
                ? $"a section (an object) whose {OptionKinds.Key} is one of {string.Join(", ", kinds.Of(property.Type).Select(pair => pair.Key))}"
                : ValueReader.Describe(property.Type, property.Option);
    }
}
