namespace ProfessorForcing.Reports;

/// <summary>What of curves is drawn: not every point, and not the first steep fall.</summary>
internal static class CurveShapes
{
    private const double Margin = 0.04;

    /// <summary>At most so many points, each the mean of as many neighbours as needed.</summary>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points, int most)
    {
        var size = (points.Count + most - 1) / most;
        return size <= 1
            ? points
            : [.. points.Chunk(size).Select(chunk => new CurvePoint(chunk[^1].Step, chunk[^1].Seconds, chunk.Average(point => point.Value)))];
    }

    /// <summary>The values to show: those of all curves from the first validation of each run on, and a little more.</summary>
    public static (double Low, double High) Range(IEnumerable<LoggedRun> runs)
    {
        var values = runs.SelectMany(Values).ToArray();
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? Margin * (high - low) : Math.Max(Math.Abs(low), 1) * Margin;
        return (low - margin, high + margin);
    }

    /// <summary>The unit of time in which so many seconds are neither a crowd nor a fraction.</summary>
    public static (string Name, double Seconds) TimeUnit(double seconds) => seconds switch
    {
        < 180 => ("seconds", 1),
        < 3 * 3600 => ("minutes", 60),
        _ => ("hours", 3600),
    };

    private static IEnumerable<double> Values(LoggedRun run)
    {
        var begin = run.Validation.Count > 0 ? run.Validation[0].Step : 0;
        return run.Training.Concat(run.Validation).Where(point => point.Step >= begin).Select(point => point.Value);
    }
}
