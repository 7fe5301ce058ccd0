using System.Globalization;

namespace ProfessorForcing.Configuration;

/// <summary>The bounds of an <see cref="OptionAttribute"/>, checked and in words.</summary>
internal static class OptionRange
{
    /// <summary>Whether a value lies inside.</summary>
    public static bool Contains(OptionAttribute option, double value) =>
        (option.MinExclusive ? value > option.Min : value >= option.Min)
        && (option.MaxExclusive ? value < option.Max : value <= option.Max);

    /// <summary>The allowed values in words, such as "above 0, at most 10"; empty if all are allowed.</summary>
    public static string Describe(OptionAttribute option, Type type)
    {
        var (min, max) = (Bound(option.Min, type), Bound(option.Max, type));
        if (min is not null && max is not null && !option.MinExclusive && !option.MaxExclusive)
            return $"{min} to {max}";
        var lower = min is null ? null : option.MinExclusive ? $"above {min}" : $"at least {min}";
        var upper = max is null ? null : option.MaxExclusive ? $"below {max}" : $"at most {max}";
        return string.Join(", ", new[] { lower, upper }.OfType<string>());
    }

    // An integer's own limits bound it where the attribute does not.
    private static string? Bound(double bound, Type type)
    {
        if (type == typeof(int))
            return ((long)Math.Clamp(bound, int.MinValue, int.MaxValue)).ToString(CultureInfo.InvariantCulture);
        if (type == typeof(long))
            return (bound >= long.MaxValue ? long.MaxValue : bound <= long.MinValue ? long.MinValue : (long)bound).ToString(CultureInfo.InvariantCulture);
        return double.IsFinite(bound) ? bound.ToString(CultureInfo.InvariantCulture) : null;
    }
}
