using ProfessorForcing.Data;

namespace ProfessorForcing.Outputs;

/// <summary>Chooses the distribution that fits a domain's elements.</summary>
public static class OutputDistributions
{
    /// <summary>The distribution over elements of this space.</summary>
    /// <param name="space">What an element is.</param>
    /// <param name="mixtures">Gaussians of a mixture, where it is one.</param>
    /// <exception cref="NotSupportedException">No distribution covers the space.</exception>
    public static IOutputDistribution For(ElementSpace space, int mixtures) => space switch
    {
        SymbolSpace symbols => new CategoricalOutput(symbols.Count),
        PenSpace pen => new PenOutput(mixtures, pen.LongestMove),
        _ => throw new NotSupportedException($"No output distribution for elements of {space}."),
    };
}
