namespace ProfessorForcing.Configuration;

/// <summary>
/// Which records may stand where an options record holds an abstract one, by the value of the section's <c>kind</c>:
/// the section <c>data</c> is a different record for each kind of data. Some sections have a kind that they are of where they name none.
/// Immutable.
/// </summary>
public sealed class OptionKinds
{
    /// <summary>The key whose value chooses the record.</summary>
    public const string Key = "kind";

    private readonly Dictionary<Type, IReadOnlyList<KeyValuePair<string, Type>>> _kinds;
    private readonly Dictionary<Type, string> _defaults;

    private OptionKinds(Dictionary<Type, IReadOnlyList<KeyValuePair<string, Type>>> kinds, Dictionary<Type, string> defaults) =>
        (_kinds, _defaults) = (kinds, defaults);

    /// <summary>No choices at all.</summary>
    public static OptionKinds None { get; } = new([], []);

    /// <summary>These kinds and those of one more abstract record.</summary>
    /// <param name="baseType">The abstract record.</param>
    /// <param name="kinds">The value of <c>kind</c> and the record it stands for, in the order in which they are listed to people.</param>
    /// <param name="defaultKind">The kind of a section that names none; null where it must name one.</param>
    /// <exception cref="ArgumentException">A record does not derive from <paramref name="baseType"/>, or the default is no kind.</exception>
    public OptionKinds With(Type baseType, IEnumerable<KeyValuePair<string, Type>> kinds, string? defaultKind = null)
    {
        ArgumentNullException.ThrowIfNull(baseType);
        ArgumentNullException.ThrowIfNull(kinds);
        var list = kinds.ToArray();
        if (Array.Find(list, kind => !kind.Value.IsSubclassOf(baseType)) is { Value: { } stranger })
            throw new ArgumentException($"{stranger} does not derive from {baseType}.", nameof(kinds));
        if (defaultKind is not null && !list.Any(kind => kind.Key == defaultKind))
            throw new ArgumentException($"'{defaultKind}' is not one of the kinds.", nameof(defaultKind));
        var defaults = new Dictionary<Type, string>(_defaults);
        if (defaultKind is not null)
            defaults[baseType] = defaultKind;
        return new(new(_kinds) { [baseType] = list }, defaults);
    }

    /// <summary>The kinds of an abstract record, in order; none if the type is not one.</summary>
    public IReadOnlyList<KeyValuePair<string, Type>> Of(Type baseType) => _kinds.GetValueOrDefault(baseType, []);

    /// <summary>The kind of a section that names none; null where it must name one.</summary>
    internal string? DefaultOf(Type baseType) => _defaults.GetValueOrDefault(baseType);

    /// <summary>Whether <c>kind</c> decides which record stands for this type.</summary>
    internal bool IsChoice(Type type) => _kinds.ContainsKey(type);

    /// <summary>Whether a record is one of those that <c>kind</c> chooses.</summary>
    internal bool HasKind(Type type) => _kinds.Values.Any(kinds => kinds.Any(pair => pair.Value == type));

    /// <summary>The record that a kind stands for, or null.</summary>
    internal Type? Find(Type baseType, string? kind) => Of(baseType).FirstOrDefault(pair => pair.Key == kind).Value;

    /// <summary>The kind that a record is known by.</summary>
    /// <exception cref="InvalidOperationException">It is none of the registered ones.</exception>
    internal string NameOf(Type baseType, Type type) =>
        Of(baseType).FirstOrDefault(pair => pair.Value == type).Key
        ?? throw new InvalidOperationException($"{type} is not registered as a kind of {baseType}.");
}
