using ProfessorForcing.Data.Text;

namespace ProfessorForcing.Evaluation;

/// <summary>Measures sequences by the true distribution of a generated language.</summary>
public static class ExposureEvaluator
{
    /// <summary>Scores sequences of equal length.</summary>
    /// <param name="oracle">The true distribution.</param>
    /// <param name="sequences">Free-running samples, each from the initial state: [sequence][t].</param>
    public static ExposureReport Measure(IOracle oracle, IReadOnlyList<long[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(sequences);
        var nats = new double[sequences.Count][];
        var firstIllegal = new int[sequences.Count];
        for (var i = 0; i < nats.Length; i++)
        {
            nats[i] = new double[sequences[i].Length];
            firstIllegal[i] = oracle.Score(sequences[i], nats[i]);
            foreach (ref var value in nats[i].AsSpan())
                value = -value;
        }
        return new ExposureReport(nats, firstIllegal);
    }

    /// <summary>The oracle's likelihood of a split, in nats, to set a generator's against.</summary>
    /// <param name="oracle">The true distribution.</param>
    /// <param name="set">The split; each sequence begins in the oracle's start state.</param>
    public static LikelihoodReport Likelihood(IOracle oracle, ISymbolSet set)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(set);
        var (nats, lengths) = (new double[set.Count], new int[set.Count]);
        for (var i = 0; i < set.Count; i++)
        {
            var sequence = set.ReadRows([i]).Row(0);
            var scores = new double[sequence.Length];
            oracle.Score(sequence, scores);
            (nats[i], lengths[i]) = (-scores.Sum(), sequence.Length);
        }
        return new LikelihoodReport(nats, lengths);
    }
}
