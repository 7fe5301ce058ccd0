using System.Globalization;
using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli;

/// <summary>Spans of time as people write and read them.</summary>
internal static partial class Duration
{
    /// <summary>Reads 90s, 30m, 1h30m, 1.5h or 2d; a number alone is seconds. Null if it is none of these, or zero.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.Length == 0)
            return null;
        var seconds = Part(match, "d") * 86_400 + Part(match, "h") * 3600 + Part(match, "m") * 60 + Part(match, "s");
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Writes 0:07, 12:34 or 1:02:03.</summary>
    public static string Format(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return hours > 0 ? $"{hours}:{minutes:00}:{seconds % 60:00}" : $"{minutes}:{seconds % 60:00}";
    }

    private static double Part(Match match, string name) =>
        match.Groups[name] is { Success: true, Value: var value } ? double.Parse(value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>\d+(?:\.\d+)?)d)?(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m)?(?:(?<s>\d+(?:\.\d+)?)s?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
