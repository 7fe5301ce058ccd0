using System.Diagnostics;

using ProfessorForcing.Bench.Machine;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>
/// Kernels one by one against what the hardware allows them: the peak of fused multiply-adds or, where their operations are few for the bytes
/// that they need, the bandwidth at which those can be read (Williams, Waterman and Patterson 2009).
/// </summary>
internal static class KernelParts
{
    private const double Giga = 1e9;
    private const int Meetings = 200_000;
    private const string Meeting = "part-meeting";

    private static readonly (string Name, Func<KernelPart> Make)[] All =
    [
        ("part-product", () => new ProductPart("a product of large matrices, 2048 cubed", 2048, 2048, 2048, isGradient: false)),
        ("part-input-1024", () => new ProductPart("W_ih·x of a GRU, N 32, T 100, H 1024", 3200, 1024, 3072, isGradient: false)),
        ("part-weight-1024", () => new ProductPart("gradient of its W_hh", 3072, 3200, 1024, isGradient: true)),
        ("part-gru-1024-forward", () => new RecurrencePart(RecurrentCell.Gru, 32, 100, 1024, isBackward: false)),
        ("part-gru-1024-backward", () => new RecurrencePart(RecurrentCell.Gru, 32, 100, 1024, isBackward: true)),
        ("part-gru-2048-forward", () => new RecurrencePart(RecurrentCell.Gru, 64, 50, 2048, isBackward: false)),
        ("part-gru-2048-backward", () => new RecurrencePart(RecurrentCell.Gru, 64, 50, 2048, isBackward: true)),
        ("part-normalized-1024-forward", () => new RecurrencePart(RecurrentCell.Gru, 32, 100, 1024, isBackward: false, isNormalized: true)),
        ("part-normalized-1024-backward", () => new RecurrencePart(RecurrentCell.Gru, 32, 100, 1024, isBackward: true, isNormalized: true)),
        ("part-input-256", () => new ProductPart("W_ih·x of a GRU, N 16, T 100, H 256", 1600, 256, 768, isGradient: false)),
        ("part-weight-256", () => new ProductPart("gradient of its W_hh", 768, 1600, 256, isGradient: true)),
        ("part-gru-256-forward", () => new RecurrencePart(RecurrentCell.Gru, 16, 100, 256, isBackward: false)),
        ("part-gru-256-backward", () => new RecurrencePart(RecurrentCell.Gru, 16, 100, 256, isBackward: true)),
        ("part-lstm-512-forward", () => new RecurrencePart(RecurrentCell.Lstm, 32, 100, 512, isBackward: false)),
        ("part-lstm-512-backward", () => new RecurrencePart(RecurrentCell.Lstm, 32, 100, 512, isBackward: true)),
        ("part-gru-1-forward", () => new RecurrencePart(RecurrentCell.Gru, 1, 100, 1024, isBackward: false)),
        ("part-likelihood-forward", () => new LikelihoodPart(4000, 512, 10_000, isBackward: false)),
        ("part-likelihood-backward", () => new LikelihoodPart(4000, 512, 10_000, isBackward: true)),
        ("part-adam", () => new AdamPart(4096)),
    ];

    /// <summary>Names of all rows, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(part => part.Name), Meeting];

    /// <summary>Measures one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="budget">Time for it.</param>
    public static BenchRow Measure(string name, int threads, TimeSpan budget)
    {
        if (name == Meeting)
            return MeasureMeeting(threads);
        using var part = All.First(part => part.Name == name).Make();
        // On both sides of it, as processors change their clock.
        var before = FmaPeak.Measure(threads);
        var time = Median(part.Run, budget);
        var peak = Math.Max(before, FmaPeak.Measure(threads));
        return Row(name, part, time, peak, ReadBandwidth.Measure(part.WorkingSet, threads));
    }

    /// <summary>A time as a share of the lower of two limits.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="part">What was timed.</param>
    /// <param name="time">How long it took, in seconds.</param>
    /// <param name="peak">Operations that the machine does in a second.</param>
    /// <param name="bandwidth">Bytes that it reads in a second.</param>
    internal static BenchRow Row(string name, KernelPart part, double time, double peak, double bandwidth)
    {
        var isBoundByBytes = part.Bytes / bandwidth > part.Flops / peak;
        var (speed, limit, unit) = isBoundByBytes ? (part.Bytes / time, bandwidth, "GB/s") : (part.Flops / time, peak, "GFLOP/s");
        return new(name, part.What, speed / Giga, limit / Giga, unit, speed / limit, null);
    }

    // Of threads that have nothing else to do.
    private static BenchRow MeasureMeeting(int threads)
    {
        var alone = SecondsOfMeetings(threads);
        using var part = new RecurrencePart(RecurrentCell.Gru, 16, 100, 256, isBackward: false);
        var step = Median(part.Run, TimeSpan.FromSeconds(1)) / 100;
        return new(Meeting, "a meeting of the threads, as a share of a step of the recurrence at N 16, H 256", alone * 1e6, step * 1e6, "µs", alone / step, null);
    }

    private static double SecondsOfMeetings(int threads)
    {
        var work = new MeetingWork(new SpinBarrier(threads));
        WorkerTeam.Shared.Run(work);
        var watch = Stopwatch.StartNew();
        WorkerTeam.Shared.Run(work);
        return watch.Elapsed.TotalSeconds / Meetings;
    }

    private static double Median(Action work, TimeSpan budget) => Interleaved.Measure(work, () => { }, budget).First;

    private sealed class MeetingWork(SpinBarrier barrier) : ITeamWork
    {
        public void Run(int worker, int workers)
        {
            for (var i = 0; i < Meetings; i++)
                barrier.Wait();
        }
    }
}
