namespace ProfessorForcing.Reports;

/// <summary>A number that was measured several times.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The sample's standard deviation (divisor n − 1); null for one number.</param>
/// <param name="Count">How many numbers there are.</param>
public sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <summary>The spread of numbers; null if there are none.</summary>
    public static Spread? Of(IEnumerable<double> numbers)
    {
        var all = numbers.ToArray();
        if (all.Length == 0)
            return null;
        var mean = all.Average();
        var deviation = all.Length > 1 ? Math.Sqrt(all.Sum(number => (number - mean) * (number - mean)) / (all.Length - 1)) : (double?)null;
        return new(mean, deviation, all.Length);
    }
}
