namespace ProfessorForcing.Kernels.Sampling;

/// <summary>How a symbol is drawn from a softmax. The defaults draw from the model's own distribution.</summary>
/// <param name="Temperature">τ: logits are divided by it; above 0.</param>
/// <param name="TopK">Only the k likeliest symbols are drawn; 0: all.</param>
/// <param name="TopP">Only the smallest set of likeliest symbols whose probability reaches p is drawn; 1: all.</param>
public readonly record struct SymbolSampling(double Temperature = 1, int TopK = 0, double TopP = 1)
{
    /// <summary>Draws from the model's own distribution.</summary>
    public static SymbolSampling Default => new(1);
}
