using BenchmarkDotNet.Attributes;

using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Benchmarks;

/// <summary>A GRU layer over 100 steps, forward and backward.</summary>
public class GruBenchmarks : ContestBenchmarks
{
    [Params(256, 1024)]
    public int Units { get; set; }

    [Params(16, 32)]
    public int Rows { get; set; }

    protected override Contest Make() => new GruContest(Rows, 100, Units);
}
