using System.Diagnostics;

using ProfessorForcing.Bench.Contests;
using ProfessorForcing.Native;

namespace ProfessorForcing.Bench;

/// <summary>Times two ways of doing the same work in turns, so that whatever else the machine does falls on both.</summary>
public static class Interleaved
{
    private const int FewestRounds = 3;

    /// <summary>Measures for about half of the budget, but at least three rounds, after a warm-up as long.</summary>
    /// <param name="contest">Both ways.</param>
    /// <param name="budget">Time for both together.</param>
    /// <returns>The median time of each, in seconds.</returns>
    public static (double Ours, double Theirs) Measure(Contest contest, TimeSpan budget)
    {
        ArgumentNullException.ThrowIfNull(contest);
        return Measure(contest.Ours, contest.Theirs, budget);
    }

    /// <inheritdoc cref="Measure(Contest, TimeSpan)"/>
    /// <param name="first">One way.</param>
    /// <param name="second">The other.</param>
    /// <param name="budget">Time for both together.</param>
    public static (double First, double Second) Measure(Action first, Action second, TimeSpan budget)
    {
        // Else what is compared with the library would be slowed down by the library's choice.
        LargeBlocks.Keep();
        var (firsts, seconds) = (new List<double>(), new List<double>());
        var watch = Stopwatch.StartNew();
        // Code is compiled for good only when it has run for some tenths of a second, and memory is there from the second time on.
        for (var i = 0; i < 2 || watch.Elapsed < budget / 2; i++)
        {
            Seconds(first);
            Seconds(second);
        }
        while (watch.Elapsed < budget || firsts.Count < FewestRounds)
        {
            firsts.Add(Seconds(first));
            seconds.Add(Seconds(second));
        }
        return (Median(firsts), Median(seconds));
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
