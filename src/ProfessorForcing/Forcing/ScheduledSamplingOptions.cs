using ProfessorForcing.Configuration;

namespace ProfessorForcing.Forcing;

/// <summary>Scheduled sampling (Bengio et al. 2015): the section <c>scheduled</c> of a configuration.</summary>
public sealed record ScheduledSamplingOptions
{
    /// <summary>How the probability of a sampled input grows.</summary>
    [Option("How the probability of reading the model's own sample grows with the step.")]
    public SamplingSchedule Schedule { get; init; } = SamplingSchedule.Linear;

    /// <summary>Probability at the end of the schedule.</summary>
    [Option("Largest probability of reading the model's own sample.", Min = 0, Max = 1)]
    public double Probability { get; init; } = 0.25;

    /// <summary>Steps over which the schedule runs.</summary>
    [Option("Training steps until a linear schedule reaches its end; time scale of the other two.", Min = 1, Max = 1_000_000_000)]
    public int Steps { get; init; } = 2000;
}
