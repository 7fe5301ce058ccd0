using System.Globalization;

namespace ProfessorForcing.Data;

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

    /// <summary>A likelihood with its unit, such as <c>1.234 bits per character</c> or <c>perplexity 101.2</c>.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="nll">In nats per element.</param>
    /// <param name="elementName">What an element is (<see cref="IDomain.ElementName"/>).</param>
    public static string Format(this LikelihoodUnit unit, double nll, string elementName) => unit == LikelihoodUnit.Perplexity
        ? string.Create(CultureInfo.InvariantCulture, $"perplexity {unit.Of(nll):F1}")
        : string.Create(CultureInfo.InvariantCulture, $"{unit.Of(nll):F3} bits per {elementName}");
}
