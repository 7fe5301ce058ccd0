using BenchmarkDotNet.Attributes;

using ProfessorForcing.Bench.Contests;
using ProfessorForcing.Native;

namespace ProfessorForcing.Benchmarks;

/// <summary>A contest: the straightforward implementation is the baseline.</summary>
public abstract class ContestBenchmarks
{
    private Contest _contest = null!;

    [GlobalSetup]
    public void Prepare()
    {
        ComputeThreads.Set(0);
        _contest = Make();
    }

    [GlobalCleanup]
    public void Dispose() => _contest.Dispose();

    [Benchmark]
    public void Ours() => _contest.Ours();

    [Benchmark(Baseline = true)]
    public void Straightforward() => _contest.Theirs();

    protected abstract Contest Make();
}
