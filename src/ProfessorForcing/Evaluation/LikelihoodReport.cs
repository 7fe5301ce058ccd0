using ProfessorForcing.Data;

namespace ProfessorForcing.Evaluation;

/// <summary>The likelihood of a split, sequence by sequence.</summary>
/// <param name="Nats">−log P of each sequence, in nats.</param>
/// <param name="Lengths">Elements of each sequence.</param>
public sealed record LikelihoodReport(IReadOnlyList<double> Nats, IReadOnlyList<int> Lengths)
{
    /// <summary>The independent unit that each sequence is of (<see cref="ISequenceSet.UnitOf"/>); empty where each is one of its own.</summary>
    public IReadOnlyList<int> Units { get; init; } = [];

    /// <summary>−log P at each position, summed over all sequences that have it, in nats: [T]; empty where it was not measured.</summary>
    public IReadOnlyList<double> PositionNats { get; init; } = [];

    /// <summary>Number of elements.</summary>
    public long Elements => Lengths.Sum(length => (long)length);

    /// <summary>Mean NLL in nats per element.</summary>
    public double Nll => Nats.Sum() / Elements;

    /// <summary>Mean NLL of a sequence in nats, with its standard error from unit to unit.</summary>
    public (double Mean, double Error) NllOfSequence
    {
        get
        {
            var mean = Nats.Average();
            return (mean, StandardError([.. Nats.Select(nats => nats - mean)], Nats.Count));
        }
    }

    /// <summary>Mean NLL at each position, in nats: [T]; empty where it was not measured.</summary>
    public IReadOnlyList<double> NllByPosition => [.. PositionNats.Select((nats, t) => nats / Lengths.Count(length => length > t))];

    /// <summary>Bits per element, NLL / ln 2: BPC when elements are characters.</summary>
    public double Bits => LikelihoodUnit.Bits.Of(Nll);

    /// <summary>exp(NLL): the usual figure when elements are words.</summary>
    public double Perplexity => LikelihoodUnit.Perplexity.Of(Nll);

    /// <summary>Standard error of <see cref="Nll"/>, from unit to unit; NaN if there is only one.</summary>
    public double NllError => StandardError([.. Nats.Zip(Lengths, (nats, length) => nats - Nll * length)], Elements);

    /// <summary>Mean difference from another report over the same sequences, in nats per element, with its standard error.</summary>
    public (double Difference, double Error) Excess(LikelihoodReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Lengths.SequenceEqual(other.Lengths))
            throw new ArgumentException("The reports are not over the same sequences.", nameof(other));
        var differences = Nats.Zip(other.Nats, (a, b) => a - b).ToArray();
        var mean = differences.Sum() / Elements;
        return (mean, StandardError([.. differences.Zip(Lengths, (difference, length) => difference - mean * length)], Elements));
    }

    // Of the ratio Σ value / Σ length, from its residuals (linearisation): √(K / (K − 1) · Σ_k (Σ residuals of unit k)²) / Σ length, with K units.
    private double StandardError(double[] residuals, long total)
    {
        double[] ofUnits = Units.Count == 0 ? residuals : [.. residuals.Zip(Units).GroupBy(pair => pair.Second, pair => pair.First).Select(unit => unit.Sum())];
        var count = ofUnits.Length;
        return count < 2 ? double.NaN : Math.Sqrt(ofUnits.Sum(value => value * value) * count / (count - 1)) / total;
    }
}
