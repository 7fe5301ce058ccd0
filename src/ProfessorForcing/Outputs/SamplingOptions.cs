using ProfessorForcing.Configuration;

namespace ProfessorForcing.Outputs;

/// <summary>How elements are drawn from an output distribution. The defaults draw from the model's own distribution.</summary>
public sealed record SamplingOptions
{
    /// <summary>Draws from the model's own distribution.</summary>
    public static SamplingOptions Default { get; } = new();

    /// <summary>τ: logits are divided by it, and deviations of points multiplied by √τ.</summary>
    [Option("Divides the logits; below 1 sharper, above 1 flatter.", Min = 0, MinExclusive = true, Max = 100)]
    public double Temperature { get; init; } = 1.0;

    /// <summary>Only the k likeliest symbols are drawn; 0 draws all.</summary>
    [Option("Draw among the k likeliest symbols only; 0: all.", Min = 0, Max = 1_000_000)]
    public int TopK { get; init; }

    /// <summary>Only the smallest set of likeliest symbols whose probability reaches p is drawn.</summary>
    [Option("Draw among the likeliest symbols that together have this probability; 1: all.", Min = 0, MinExclusive = true, Max = 1)]
    public double TopP { get; init; } = 1.0;

    /// <summary>b of Graves (2013), equations 61 and 62: deviations of points are divided by eᵇ, and the logits of their mixture's parts multiplied by 1 + b.</summary>
    [Option("Bias towards the likeliest points, for handwriting; 0: the model's own distribution.", Min = 0, Max = 100)]
    public double Bias { get; init; }
}
