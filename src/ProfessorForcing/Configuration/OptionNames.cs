using System.Text.Json;

namespace ProfessorForcing.Configuration;

/// <summary>Names in JSON and on the command line: snake case of the C# names.</summary>
public static class OptionNames
{
    /// <summary><c>BatchSize</c> becomes <c>batch_size</c>.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }

    /// <summary>The name of an enumeration's value.</summary>
    public static string Of(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Of(value.ToString());
    }

    /// <summary>All names of an enumeration, in its order.</summary>
    internal static IReadOnlyList<string> OfEnum(Type type) => [.. Enum.GetNames(type).Select(Of)];

    /// <summary>The value of this name, or null.</summary>
    internal static object? FindValue(Type type, string name) =>
        Enum.GetNames(type).FirstOrDefault(candidate => Of(candidate) == name) is { } found ? Enum.Parse(type, found) : null;

    /// <summary>A key below a section; the root's own path is empty.</summary>
    internal static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The candidate nearest to a mistyped name, or null if none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (best, distance) = candidates
            .Select(candidate => (candidate, Distance(name.ToLowerInvariant(), candidate)))
            .OrderBy(pair => pair.Item2)
            .FirstOrDefault((candidate: "", int.MaxValue));
        return distance <= Math.Max(2, name.Length / 3) ? best : null;
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
