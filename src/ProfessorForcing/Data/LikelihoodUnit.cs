using System.Globalization;

namespace ProfessorForcing.Data;

/// <summary>The unit in which a field reports likelihood, which is measured in nats per element.</summary>
public sealed class LikelihoodUnit : IEquatable<LikelihoodUnit>
{
    private const string ImageName = "nats_per_image";

    private readonly Func<double, double> _of;
    private readonly string _pattern;
    private readonly string _longPattern;

    private LikelihoodUnit(string name, string longName, Func<double, double> of, string number, string pattern, string longPattern) =>
        (Name, LongName, _of, NumberPattern, _pattern, _longPattern) = (name, longName, of, number, pattern, longPattern);

    /// <summary>NLL / ln 2 per element: the BPC of characters.</summary>
    public static LikelihoodUnit Bits { get; } = new("bpc", "bits per character", nll => nll / Math.Log(2), "{0:F3}", "{0:F3} bits/{1}", "{0:F3} bits per {1}");

    /// <summary>exp(NLL) per element: usual for words.</summary>
    public static LikelihoodUnit Perplexity { get; } = new("perplexity", "perplexity", Math.Exp, "{0:F1}", "perplexity {0:F1}", "perplexity {0:F1}");

    /// <summary>Nats per point of a pen's way. Points are no symbols, so that this is a density, in the unit of the normalised moves, and can be below 0.</summary>
    public static LikelihoodUnit NatsPerPoint { get; } = new("nats_per_point", "nats per point", nll => nll, "{0:F3}", "{0:F3} nats/{1}", "{0:F3} nats per {1}");

    /// <summary>The short name, which is also that of the numbers in a run's metrics.</summary>
    public string Name { get; }

    /// <summary>The name for an axis.</summary>
    public string LongName { get; }

    /// <summary>How a number in this unit is written, as a pattern of <see cref="string.Format(IFormatProvider, string, object)"/>.</summary>
    public string NumberPattern { get; }

    /// <summary>Nats for a whole image.</summary>
    /// <param name="pixels">Elements of an image.</param>
    public static LikelihoodUnit NatsPerImage(int pixels) =>
        new(ImageName, "nats per image", nll => nll * pixels, "{0:F2}", "{0:F2} nats/image", "{0:F2} nats per image");

    /// <summary>The unit of a run's metrics, by the names of their numbers; bits if there is none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="sequenceLength">Elements of a sequence of the run's data.</param>
    public static LikelihoodUnit Named(IEnumerable<string> names, int sequenceLength)
    {
        var all = names.ToHashSet();
        return new[] { Bits, Perplexity, NatsPerPoint, NatsPerImage(sequenceLength) }.FirstOrDefault(unit => all.Contains(unit.Name) || all.Contains($"valid_{unit.Name}"), Bits);
    }

    /// <summary>How a number is written with its unit where there is little room, such as <c>{0:F3} bits/character</c>.</summary>
    /// <param name="elementName">What an element is (<see cref="IDomain.ElementName"/>).</param>
    public string Pattern(string elementName) => _pattern.Replace("{1}", elementName, StringComparison.Ordinal);

    /// <summary>A likelihood in this unit.</summary>
    /// <param name="nll">In nats per element.</param>
    public double Of(double nll) => _of(nll);

    /// <summary>A likelihood with its unit, such as <c>1.234 bits per character</c> or <c>perplexity 101.2</c>.</summary>
    /// <param name="nll">In nats per element.</param>
    /// <param name="elementName">What an element is (<see cref="IDomain.ElementName"/>).</param>
    public string Format(double nll, string elementName) => string.Format(CultureInfo.InvariantCulture, _longPattern, Of(nll), elementName);

    /// <summary>Units are the same if they have the same name.</summary>
    public bool Equals(LikelihoodUnit? other) => other?.Name == Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LikelihoodUnit);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
