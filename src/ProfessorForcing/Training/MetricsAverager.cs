using System.Text.Json.Nodes;

namespace ProfessorForcing.Training;

/// <summary>Averages named values between two lines of metrics. Its state is part of a checkpoint, so that lines do not depend on where a run was interrupted.</summary>
public sealed class MetricsAverager
{
    private readonly SortedDictionary<string, (double Sum, double Weight)> _values = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes in a value. Left out are null, what has no weight, and what is not finite: one such value would spoil the
    /// mean, and a checkpoint cannot hold it.
    /// </summary>
    public void Add(string name, double? value, double weight = 1)
    {
        if (value is not { } number || weight == 0 || !double.IsFinite(number))
            return;
        var (sum, total) = _values.GetValueOrDefault(name);
        _values[name] = (sum + number * weight, total + weight);
    }

    /// <summary>The means, by name; starts anew.</summary>
    public IReadOnlyDictionary<string, double> Take()
    {
        var means = _values.ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Weight);
        _values.Clear();
        return means;
    }

    /// <summary>The state, for a checkpoint.</summary>
    public JsonObject Save() => new(_values.Select(pair =>
        KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray(pair.Value.Sum, pair.Value.Weight))));

    /// <summary>Takes back a saved state.</summary>
    public void Restore(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _values.Clear();
        foreach (var (name, pair) in state)
            _values[name] = (pair![0]!.GetValue<double>(), pair[1]!.GetValue<double>());
    }
}
