using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Configuration;

using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public class OptionsRoundTripTests
{
    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        Valid<Everything>().Sample(options => AssertRoundTrip(options));
        Valid<ExperimentOptions>().Sample(options => AssertRoundTrip(options), iter: 200);
    }

    [Fact]
    public void Every_key_is_written_in_the_order_of_the_source_with_the_kind_first()
    {
        var json = new OptionsWriter(Kinds).Write(new ExperimentOptions { Data = new FileData { Path = "a" } });
        Assert.Equal(
            ["name", "description", "seed", "method", "data", "generator", "discriminator", "professor", "scheduled", "training"],
            json.Select(pair => pair.Key));
        Assert.Equal("""{"kind":"file","sequence_length":100,"path":"a","vocabulary_cap":null,"level":"char"}""", json["data"]!.ToJsonString());
    }

    private static void AssertRoundTrip<T>(T options) where T : class
    {
        var text = new OptionsWriter(Kinds).Write(options).ToJsonString();
        var read = new OptionsBinder(Kinds).Bind<T>((JsonObject)JsonNode.Parse(text)!);
        Assert.True(AreEqual(options, read), text);
    }

    // Records compare lists by reference, so they are compared here value by value.
    private static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string or ValueType, _) => a.Equals(b),
        (IEnumerable, IEnumerable) => ((IEnumerable)a).Cast<object>().SequenceEqual(((IEnumerable)b).Cast<object>()),
        _ => a.GetType() == b.GetType() && OptionProperty.Of(a.GetType()).All(property => AreEqual(property.Property.GetValue(a), property.Property.GetValue(b))),
    };

    private static Gen<T> Valid<T>() where T : class, IValidatable => Record(typeof(T)).Select(options => (T)options).Where(IsValid);

    private static bool IsValid(object section)
    {
        var errors = new List<string>();
        (section as IValidatable)?.Validate("x", errors);
        return errors.Count == 0;
    }

    private static Gen<object> Record(Type type)
    {
        if (Kinds.IsChoice(type))
            return Gen.OneOf([.. Kinds.Of(type).Select(pair => Record(pair.Value))]);
        var properties = OptionProperty.Of(type);
        var values = properties.Aggregate(
            Gen.Const(ImmutableList<object?>.Empty),
            (list, property) => Gen.Select(list, Value(property), (before, value) => before.Add(value)));
        return values.Select(list =>
        {
            var record = Activator.CreateInstance(type)!;
            for (var i = 0; i < properties.Count; i++)
                properties[i].Property.SetValue(record, list[i]);
            return record;
        }).Where(record => record is ExperimentOptions or Everything || IsValid(record));
    }

    private static Gen<object?> Value(OptionProperty property)
    {
        // Sizes that a rule compares across sections are kept where most draws satisfy it.
        if (property.Key is "free_running_rows" or "free_running_length" or "behaviour_layers")
            return Gen.Const<object?>(property.Key == "behaviour_layers" ? Array.Empty<int>() : 0);
        var value = property.Shape == OptionShape.List
            ? Scalar(OptionProperty.ItemType(property.Type), property.Option).Array[1, 3].Select(items => (object?)ToList(items.Distinct().ToArray(), property.Type))
            : property.Shape == OptionShape.Section ? Record(property.Type).Select(section => (object?)section) : Scalar(property.Type, property.Option);
        return property.AllowsNull ? Gen.Frequency((1, Gen.Const<object?>(() => null)), (2, value)) : value;
    }

    private static Array ToList(object?[] items, Type type)
    {
        var list = Array.CreateInstance(OptionProperty.ItemType(type), items.Length);
        Array.Copy(items, list, items.Length);
        return list;
    }

    private static Gen<object?> Scalar(Type type, OptionAttribute option) => OptionProperty.ShapeOf(type) switch
    {
        OptionShape.Boolean => Gen.Bool.Select(value => (object?)value),
        OptionShape.Text => Gen.OneOf<object?>("", "plain", "ä \"quoted\" \\ \n\t", "𝔘", "null", "1"),
        OptionShape.Name => Gen.OneOf(Enum.GetValues(type).Cast<object?>().ToArray()),
        OptionShape.Integer when type == typeof(int) =>
            Gen.Int[(int)Math.Max(option.Min, int.MinValue), (int)Math.Min(option.Max, int.MaxValue)].Select(value => (object?)value),
        OptionShape.Integer => Gen.Long[0, long.MaxValue].Select(value => (object?)value),
        OptionShape.Number when type == typeof(float) => Gen.Single.Where(float.IsFinite).Select(value => (object?)value),
        _ => Gen.Double[Math.Max(option.Min, -1e9), Math.Min(option.Max, 1e9)].Where(value => OptionRange.Contains(option, value)).Select(value => (object?)value),
    };
}
