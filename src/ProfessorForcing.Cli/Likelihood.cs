using System.Globalization;

namespace ProfessorForcing.Cli;

/// <summary>An NLL in the unit that the field reports: bits for each character, perplexity for words.</summary>
internal static class Likelihood
{
    /// <summary>The name of the unit.</summary>
    public static string Unit(string elementName) => elementName == "word" ? "perplexity" : $"bits per {elementName}";

    /// <summary>The figure.</summary>
    /// <param name="nll">In nats per element.</param>
    /// <param name="elementName">What an element is.</param>
    public static double Value(double nll, string elementName) => elementName == "word" ? Math.Exp(nll) : nll / Math.Log(2);

    /// <summary>The figure with its unit.</summary>
    public static string Format(double nll, string elementName)
    {
        var value = Value(nll, elementName);
        return elementName == "word"
            ? string.Create(CultureInfo.InvariantCulture, $"perplexity {value:F1}")
            : string.Create(CultureInfo.InvariantCulture, $"{value:F3} {Unit(elementName)}");
    }
}
