using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Variational dropout masks (Gal and Ghahramani 2016): one for each row, the same at every step; kept features are scaled by 1 / (1 − p).</summary>
/// <param name="Input">On the embedding: [N, E]; null for no dropout.</param>
/// <param name="Outputs">On each layer's output: [N, H]; null for no dropout.</param>
public sealed record GeneratorMasks(Tensor? Input, IReadOnlyList<Tensor>? Outputs)
{
    /// <summary>No dropout: evaluation and sampling from a trained generator.</summary>
    public static GeneratorMasks None { get; } = new(null, null);

    /// <summary>The masks of the first rows: views.</summary>
    public GeneratorMasks Take(int rows) =>
        new(Input?.narrow(0, 0, rows), Outputs?.Select(mask => mask.narrow(0, 0, rows)).ToArray());
}
