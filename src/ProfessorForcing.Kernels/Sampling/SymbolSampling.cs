namespace ProfessorForcing.Kernels.Sampling;

/// <summary>How a symbol is drawn from a softmax. The defaults draw from the model's own distribution.</summary>
public sealed record SymbolSampling
{
    /// <summary>Draws from the model's own distribution.</summary>
    public static SymbolSampling Default { get; } = new();

    /// <summary>τ: logits are divided by it; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public double Temperature
    {
        get;
        init
        {
            if (!(value > 0))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature is above 0.");
            field = value;
        }
    } = 1;

    /// <summary>Only the k likeliest symbols are drawn; 0: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int TopK
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Only the smallest set of likeliest symbols whose probability reaches p is drawn; above 0; 1: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or above 1.</exception>
    public double TopP
    {
        get;
        init
        {
            if (!(value is > 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A share of the probability is above 0 and at most 1.");
            field = value;
        }
    } = 1;
}
