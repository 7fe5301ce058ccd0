using BenchmarkDotNet.Attributes;

using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Benchmarks;

/// <summary>A whole step of professor forcing.</summary>
public class StepBenchmarks : ContestBenchmarks
{
    [Params("char-ptb", "char-ptb-small")]
    public string Shape { get; set; } = "";

    protected override Contest Make() => new StepContest(Shape == "char-ptb" ? StepShape.CharPtb : StepShape.CharPtbSmall);
}
