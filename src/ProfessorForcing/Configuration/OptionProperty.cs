using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProfessorForcing.Configuration;

/// <summary>One settable property of an options record, as JSON sees it.</summary>
/// <param name="Key">Its name in snake case.</param>
/// <param name="Property">The property.</param>
/// <param name="Option">Its meaning and bounds; without bounds where the attribute is absent.</param>
/// <param name="Type">Its type without <c>Nullable</c>.</param>
/// <param name="IsRequired">Whether it has no default.</param>
/// <param name="AllowsNull">Whether null is a value of it.</param>
internal sealed record OptionProperty(
    string Key, PropertyInfo Property, OptionAttribute Option, Type Type, bool IsRequired, bool AllowsNull)
{
    private static readonly OptionAttribute Undescribed = new("");
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionProperty>> Cache = new();

    /// <summary>How its value is written.</summary>
    public OptionShape Shape => ShapeOf(Type);

    /// <summary>The properties of a record: those of its base records first, each in the order of the source.</summary>
    public static IReadOnlyList<OptionProperty> Of(Type record) => Cache.GetOrAdd(record, Read);

    /// <summary>The property with this key, or null.</summary>
    public static OptionProperty? Find(Type record, string key) => Of(record).FirstOrDefault(property => property.Key == key);

    /// <summary>How values of a type are written.</summary>
    /// <exception cref="NotSupportedException">Options records cannot hold this type.</exception>
    public static OptionShape ShapeOf(Type type) => type switch
    {
        _ when type == typeof(bool) => OptionShape.Boolean,
        _ when type == typeof(int) || type == typeof(long) => OptionShape.Integer,
        _ when type == typeof(double) || type == typeof(float) => OptionShape.Number,
        _ when type == typeof(string) => OptionShape.Text,
        { IsEnum: true } => OptionShape.Name,
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => OptionShape.List,
        { IsClass: true, IsGenericType: false, IsArray: false } => OptionShape.Section,
        _ => throw new NotSupportedException($"An options record cannot hold a {type}."),
    };

    /// <summary>The type of a list's values.</summary>
    public static Type ItemType(Type list) => list.GetGenericArguments()[0];

    private static IReadOnlyList<OptionProperty> Read(Type record)
    {
        var nullability = new NullabilityInfoContext();
        return [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(property => new OptionProperty(
                OptionNames.Of(property.Name),
                property,
                property.GetCustomAttribute<OptionAttribute>() ?? Undescribed,
                Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
                property.IsDefined(typeof(RequiredMemberAttribute)),
                nullability.Create(property).WriteState == NullabilityState.Nullable))];
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
