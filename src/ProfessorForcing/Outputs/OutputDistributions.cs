using ProfessorForcing.Data;

namespace ProfessorForcing.Outputs;

/// <summary>Chooses the distribution that fits a domain's elements.</summary>
public static class OutputDistributions
{
    /// <summary>The distribution over elements of this space.</summary>
    /// <exception cref="NotSupportedException">No distribution covers the space.</exception>
    public static IOutputDistribution For(ElementSpace space) => space switch
    {
        SymbolSpace symbols => new CategoricalOutput(symbols.Count),
        _ => throw new NotSupportedException($"No output distribution for elements of {space}."),
    };
}
