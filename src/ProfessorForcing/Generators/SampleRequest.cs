using ProfessorForcing.Outputs;

namespace ProfessorForcing.Generators;

/// <summary>What to sample.</summary>
public sealed record SampleRequest
{
    /// <summary>Number of samples.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Elements of each sample after the prompt.</summary>
    public int Length { get; init; } = 500;

    /// <summary>Elements that every sample starts with; they are read, not sampled.</summary>
    public IReadOnlyList<long> Prompt { get; init; } = [];

    /// <summary>How elements are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Default;

    /// <summary>Seed; sample i depends on it and on i only, not on how many samples are drawn.</summary>
    public ulong Seed { get; init; } = 1;
}
