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
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;

    /// <summary>Only the k likeliest symbols are drawn; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the smallest set of likeliest symbols whose probability reaches p is drawn; 1: all.</summary>
    public double TopP { get; init; } = 1;
}
