using BenchmarkDotNet.Attributes;

using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Benchmarks;

/// <summary>The discriminator over 64 behaviours of 50 steps, forward and backward.</summary>
public class DiscriminatorBenchmarks : ContestBenchmarks
{
    [Params(256, 2048)]
    public int Units { get; set; }

    protected override Contest Make() => new DiscriminatorContest(64, 50, 1324, Units);
}
