using BenchmarkDotNet.Attributes;

using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Benchmarks;

/// <summary>100 steps of sequences that a GRU of 1024 generates.</summary>
public class SamplingBenchmarks : ContestBenchmarks
{
    [Params(1, 32)]
    public int Rows { get; set; }

    protected override Contest Make() => new SamplingContest(Rows, 100, 50, 300, 1024);
}
