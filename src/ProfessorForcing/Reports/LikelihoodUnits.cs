using ProfessorForcing.Storage;

namespace ProfessorForcing.Reports;

/// <summary>What units are called and how they follow from nats.</summary>
public static class LikelihoodUnits
{
    /// <summary>The short name, which is also that of the numbers in a run's metrics.</summary>
    public static string Name(this LikelihoodUnit unit) => unit == LikelihoodUnit.Perplexity ? "perplexity" : "bpc";

    /// <summary>The name for an axis.</summary>
    public static string LongName(this LikelihoodUnit unit) => unit == LikelihoodUnit.Perplexity ? "perplexity" : "bits per character";

    /// <summary>A likelihood in a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="nll">In nats per element.</param>
    public static double Of(this LikelihoodUnit unit, double nll) => unit == LikelihoodUnit.Perplexity ? Math.Exp(nll) : nll / Math.Log(2);

    /// <summary>The unit that a run's metrics are in.</summary>
    internal static LikelihoodUnit In(IEnumerable<MetricsRecord> metrics)
    {
        var perplexity = LikelihoodUnit.Perplexity.Name();
        return metrics.Any(record => record.Values.ContainsKey(perplexity) || record.Values.ContainsKey("valid_" + perplexity))
            ? LikelihoodUnit.Perplexity
            : LikelihoodUnit.Bits;
    }
}
