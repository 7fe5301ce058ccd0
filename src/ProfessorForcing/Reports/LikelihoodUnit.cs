namespace ProfessorForcing.Reports;

/// <summary>The unit in which a field reports likelihood.</summary>
public enum LikelihoodUnit
{
    /// <summary>NLL / ln 2 per element: the BPC of characters.</summary>
    Bits,

    /// <summary>exp(NLL) per word.</summary>
    Perplexity,
}
