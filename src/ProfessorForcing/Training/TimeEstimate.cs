namespace ProfessorForcing.Training;

/// <summary>How long training takes.</summary>
/// <param name="SecondsPerStep">Time of a step; measured in a run, with its share of validation and saving.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Spent">Seconds they took.</param>
/// <param name="FlopsPerSecond">Floating-point operations per second: measured by <see cref="SpeedProbe"/>, or those of the run's steps; null if unknown.</param>
/// <param name="IsMeasured">Whether it comes from a run's metrics rather than from a probe of this machine.</param>
public sealed record TimeEstimate(double SecondsPerStep, long Steps, long Done, double Spent, double? FlopsPerSecond, bool IsMeasured)
{
    /// <summary>Seconds that all steps take together.</summary>
    public double Total => Spent + Left;

    /// <summary>Seconds that are left.</summary>
    public double Left => SecondsPerStep * Math.Max(0, Steps - Done);

    /// <summary>From the metrics of a run; null if it has logged no step.</summary>
    public static TimeEstimate? Of(RunSummary summary, long steps, double flopsPerStep)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary is { Steps: > 0, Seconds: > 0 }
            ? new(summary.Seconds / summary.Steps, steps, summary.Steps, summary.Seconds, flopsPerStep * summary.Steps / summary.Seconds, IsMeasured: true)
            : null;
    }

    /// <summary>From the speed of this machine.</summary>
    public static TimeEstimate Of(double flopsPerSecond, long steps, double flopsPerStep) =>
        new(flopsPerStep / flopsPerSecond, steps, 0, 0, flopsPerSecond, IsMeasured: false);
}
