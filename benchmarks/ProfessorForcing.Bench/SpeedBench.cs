using ProfessorForcing.Bench.Contests;
using ProfessorForcing.Bench.Machine;
using ProfessorForcing.Bench.Roofline;

namespace ProfessorForcing.Bench;

/// <summary>Every figure of speed that this project promises, as ratios of one run.</summary>
/// <param name="threads">Threads that kernels and libtorch use.</param>
/// <param name="budget">Time for each comparison.</param>
public sealed class SpeedBench(int threads, TimeSpan budget)
{
    private const double Giga = 1e9;
    private const double Mebi = 1 << 20;
    private const int Short = 100;
    private const int Long = 4000;
    private const int FewRows = 8;
    private const int ManyRows = 64;

    // With fewer, most blocks are too small to go back to the system, and a step needs more than its share of rows.
    private static readonly int[] RowsByMemory = [16, 72, 128];

    private static readonly (string Name, int Rows, int Units)[] TwoPassShapes = [("two-passes-256", 8, 256), ("two-passes-512", 32, 512), ("two-passes-1024", 32, 1024)];

    private static readonly Entry[] All =
    [
        new(["gru-1024", "gru-1024-peak"], bench => bench.Gru()),
        new(["gru-256"], bench => [bench.Times("gru-256", "GRU forward + backward, N 16, T 100, H 256, against nn.GRU", new GruContest(16, 100, 256), 3)]),
        new(["discriminator-2048"], bench =>
            [bench.Times("discriminator-2048", "discriminator of 2048 forward + backward, 64 rows, T 50, against nn.GRU and nn.Linear", new DiscriminatorContest(64, 50, 1324, 2048), 2.5)]),
        new(["step-char-ptb", "step-char-ptb-work"], bench => bench.Step("step-char-ptb", "char-ptb at T 50", StepShape.CharPtb, 3.3)),
        new(["step-char-ptb-small", "step-char-ptb-small-work"], bench => bench.Step("step-char-ptb-small", "char-ptb-small", StepShape.CharPtbSmall, 4)),
        .. TwoPassShapes.Select(shape => new Entry([shape.Name], bench => bench.TwoPasses(shape.Name, shape.Rows, shape.Units))),
        new(["sampling-32"], bench =>
            [bench.Times("sampling-32", "sampling 100 steps of 32 sequences, H 1024, against an nn.GRUCell loop", new SamplingContest(32, 100, 50, 300, 1024), 4)]),
        new(["sampling-1", "sampling-1-bandwidth"], bench => bench.OneStream()),
        new(["likelihood-10000"], bench => bench.Likelihood()),
        new(["memory-char-ptb"], bench => bench.Memory("memory-char-ptb", "a step of professor forcing, char-ptb at T 50", StepShape.CharPtb)),
        new(["memory-char-ptb-small"], bench => bench.Memory("memory-char-ptb-small", "a step of professor forcing, char-ptb-small", StepShape.CharPtbSmall)),
        new(["memory-likelihood-10000"], bench => bench.Memory("memory-likelihood-10000", "the likelihood of 10,000 symbols", LikelihoodShape.Words)),
        new(["time-in-steps"], bench => bench.Growth("time-in-steps", $"T {Short} → {Long:N0}", StepShape.Middle with { Steps = Short }, StepShape.Middle with { Steps = Long })),
        new(["time-in-rows"], bench => bench.Growth("time-in-rows", $"N {FewRows} → {ManyRows}", StepShape.Middle with { Rows = FewRows }, StepShape.Middle with { Rows = ManyRows })),
        new(["memory-in-steps"], bench => bench.MemoryGrowth("memory-in-steps", "T", [Short, (Short + Long) / 2, Long], steps => StepShape.Middle with { Steps = steps })),
        new(["memory-in-rows"], bench => bench.MemoryGrowth("memory-in-rows", "at T 500 N", RowsByMemory, rows => StepShape.Middle with { Rows = rows, Steps = 500 })),
        new(["memory-flat"], bench => bench.Flat()),
        .. KernelParts.Names.Select(name => new Entry([name], bench => [KernelParts.Measure(name, bench.Threads, bench.PartBudget)])),
    ];

    /// <summary>Names of all rows, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.SelectMany(entry => entry.Names)];

    private int Threads => threads;

    private TimeSpan PartBudget => budget / 5;

    /// <summary>Measures.</summary>
    /// <param name="names">Rows wanted; empty: all.</param>
    /// <returns>The rows, each as soon as it is known.</returns>
    public IEnumerable<BenchRow> Run(IReadOnlyCollection<string> names) => All
        .Where(entry => names.Count == 0 || entry.Names.Any(names.Contains))
        .SelectMany(entry => entry.Measure(this))
        .Where(row => names.Count == 0 || names.Contains(row.Name));

    private IEnumerable<BenchRow> Gru()
    {
        using var contest = new GruContest(32, 100, 1024);
        // Before and after, as processors change their clock.
        var before = FmaPeak.Measure(threads);
        var (ours, theirs) = Interleaved.Measure(contest, budget);
        var peak = Math.Max(before, FmaPeak.Measure(threads));
        yield return Times("gru-1024", "GRU forward + backward, N 32, T 100, H 1024, against nn.GRU", contest, ours, theirs, 3);
        var speed = contest.Flops / ours;
        yield return new("gru-1024-peak", "the same, as a share of the peak of fused multiply-adds", speed / Giga, peak / Giga, "GFLOP/s", speed / peak, 0.65);
    }

    // What teacher-forced and free-running rows would gain by going through the recurrence together.
    private IEnumerable<BenchRow> TwoPasses(string name, int rows, int units)
    {
        using var half = new GruContest(rows, 100, units);
        using var whole = new GruContest(2 * rows, 100, units);
        var (apart, together) = Interleaved.Measure(
            () =>
            {
                half.Ours();
                half.Ours();
            },
            whole.Ours,
            budget);
        yield return new(
            name, $"GRU forward + backward, T 100, H {units}: twice {rows} rows, against {2 * rows} rows at once", apart * 1e3, together * 1e3, "ms", together / apart, null);
    }

    private IEnumerable<BenchRow> OneStream()
    {
        using var contest = new SamplingContest(1, 100, 50, 300, 1024);
        var (ours, theirs) = Interleaved.Measure(contest, budget);
        yield return Times("sampling-1", "sampling 100 steps of one sequence, H 1024, against an nn.GRUCell loop", contest, ours, theirs, 4);
        var limit = ReadBandwidth.Measure(contest.WorkingSet, threads);
        var speed = contest.BytesRead / ours;
        yield return new("sampling-1-bandwidth", "the same, as a share of the bandwidth of reading its weights", speed / Giga, limit / Giga, "GB/s", speed / limit, 0.5);
    }

    // What is gained is fewer operations times more of them in a second.
    private IEnumerable<BenchRow> Step(string name, string what, StepShape shape, double target)
    {
        var row = Times(name, $"step of professor forcing, {what}, against the straightforward implementation", new StepContest(shape), target);
        yield return row;
        var (ours, theirs) = (row.OurFlops, row.TheirFlops);
        yield return new($"{name}-work", "of that, by fewer operations", ours / Giga, theirs / Giga, "GFLOP", theirs / ours, null);
    }

    private IEnumerable<BenchRow> Likelihood()
    {
        using var contest = LikelihoodShape.Words.Start();
        var (ours, theirs) = Interleaved.Measure(contest, budget);
        yield return Times("likelihood-10000", "likelihood of 10,000 symbols forward + backward, 4,000 steps, H 512, against linear and cross_entropy", contest, ours, theirs, null);
    }

    private IEnumerable<BenchRow> Memory(string name, string what, IShape shape)
    {
        if (!ProcessMemory.IsKnown)
            yield break;
        var (ours, theirs) = (Separate.Peak(shape, true, threads), Separate.Peak(shape, false, threads));
        yield return new(name, $"peak memory of {what}", ours / Mebi, theirs / Mebi, "MiB", ours / theirs, 0.6, AtMost: true);
    }

    private IEnumerable<BenchRow> Growth(string name, string what, StepShape small, StepShape large)
    {
        using var few = new StepContest(small);
        using var many = new StepContest(large);
        var (shorter, longer) = Interleaved.Measure(few.Ours, many.Ours, budget);
        var (less, more) = (shorter / small.Elements, longer / large.Elements);
        yield return new(name, $"time for an element of a step of professor forcing, H 256, {what}", more * 1e6, less * 1e6, "µs", more / less, 1.1, AtMost: true);
    }

    // Of three sizes, each as far from the one before, both differences are the same.
    private IEnumerable<BenchRow> MemoryGrowth(string name, string what, int[] sizes, Func<int, StepShape> shape)
    {
        if (!ProcessMemory.IsKnown)
            yield break;
        var peaks = sizes.Select(size => Separate.Peak(shape(size), true, threads)).ToArray();
        var (first, second) = (peaks[1] - peaks[0], peaks[2] - peaks[1]);
        yield return new(name, $"memory for as much more, in a larger step against a smaller one, {what} {string.Join(", ", sizes.Select(size => $"{size:N0}"))}", second / Mebi, first / Mebi, "MiB", second / first, 1.1, AtMost: true);
    }

    private IEnumerable<BenchRow> Flat()
    {
        if (!ProcessMemory.IsKnown)
            yield break;
        var (after, before) = Separate.Growth(StepShape.Tiny, true, threads);
        yield return new("memory-flat", "resident memory after 1,100 steps against 100", after / Mebi, before / Mebi, "MiB", after / before, 1.05, AtMost: true);
    }

    private BenchRow Times(string name, string what, Contest contest, double target)
    {
        using (contest)
        {
            var (ours, theirs) = Interleaved.Measure(contest, budget);
            return Times(name, what, contest, ours, theirs, target);
        }
    }

    private static BenchRow Times(string name, string what, Contest contest, double ours, double theirs, double? target) =>
        new(name, what, ours * 1e3, theirs * 1e3, "ms", theirs / ours, target) { OurFlops = contest.Flops, TheirFlops = contest.TheirFlops };

    private sealed record Entry(IReadOnlyList<string> Names, Func<SpeedBench, IEnumerable<BenchRow>> Measure);
}
