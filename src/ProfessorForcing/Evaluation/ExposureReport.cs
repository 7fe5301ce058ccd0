namespace ProfessorForcing.Evaluation;

/// <summary>
/// Exposure bias measured exactly: how likely sequences are under the true distribution, by position. For real
/// sequences the NLL is flat at the entropy rate; for free-running samples it rises as errors add up.
/// </summary>
/// <param name="Nats">−log P of element t given the sequence's own past, under the true distribution: [sequence][t], in nats.</param>
/// <param name="FirstIllegal">The step, from 0, at which each sequence first broke the language's rules; −1 if it never did.</param>
public sealed record ExposureReport(IReadOnlyList<double[]> Nats, IReadOnlyList<int> FirstIllegal)
{
    /// <summary>Length of the sequences.</summary>
    public int Length => Nats.Count == 0 ? 0 : Nats[0].Length;

    /// <summary>Mean NLL in nats over the positions [from, to) of all sequences, with its standard error (sequences are independent).</summary>
    public (double Mean, double Error) Nll(int from, int to)
    {
        var means = Nats.Select(nats => nats.AsSpan(from..to).ToArray().Average()).ToArray();
        var mean = means.Average();
        var error = means.Length < 2
            ? double.NaN
            : Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / (means.Length - 1) / means.Length);
        return (mean, error);
    }

    /// <summary>Share of sequences that have made their first illegal step among the first <paramref name="steps"/>.</summary>
    public double IllegalShare(int steps) => (double)FirstIllegal.Count(first => first >= 0 && first < steps) / FirstIllegal.Count;

    /// <summary>Positions at which reports are given: the ends of ranges that start at 0 and roughly double, up to the length.</summary>
    public IReadOnlyList<int> Marks
    {
        get
        {
            int[] mantissas = [1, 2, 5];
            return
            [
                .. Enumerable.Range(1, 8).SelectMany(exponent => mantissas.Select(mantissa => mantissa * (int)Math.Pow(10, exponent)))
                    .TakeWhile(mark => mark < Length),
                Length,
            ];
        }
    }
}
