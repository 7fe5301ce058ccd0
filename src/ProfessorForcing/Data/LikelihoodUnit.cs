namespace ProfessorForcing.Data;

/// <summary>The unit in which a field reports likelihood, which is measured in nats.</summary>
public enum LikelihoodUnit
{
    /// <summary>NLL / ln 2 per element: the BPC of characters.</summary>
    Bits,

    /// <summary>exp(NLL) per element: usual for words.</summary>
    Perplexity,
}
