using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Variational dropout masks (Gal and Ghahramani 2016): one for each row, the same at every step; kept features are scaled by 1 / (1 − p).</summary>
/// <param name="Input">On the embedding: [N, E]; null for no dropout.</param>
/// <param name="Outputs">On each layer's output: [N, H]; null for no dropout.</param>
public sealed record GeneratorMasks(Tensor? Input, IReadOnlyList<Tensor>? Outputs)
{
    /// <summary>No dropout: evaluation and sampling from a trained generator.</summary>
    public static GeneratorMasks None { get; } = new(null, null);

    /// <summary>Draws masks of N rows; <see cref="None"/> if there is no dropout, and then <paramref name="random"/> does not advance.</summary>
    /// <param name="rows">N.</param>
    /// <param name="read">Width E of what is read of an element.</param>
    /// <param name="options">Sizes and shares.</param>
    /// <param name="random">Where they come from.</param>
    /// <param name="device">Where they shall live.</param>
    internal static GeneratorMasks Draw(int rows, int read, GeneratorOptions options, RandomStream random, Device device)
    {
        var input = VariationalDropout.Draw(rows, read, options.InputDropout, random, device);
        var outputs = options.OutputDropout > 0
            ? Enumerable.Range(0, options.Layers).Select(_ => VariationalDropout.Draw(rows, options.Hidden, options.OutputDropout, random, device)!).ToArray()
            : null;
        return input is null && outputs is null ? None : new GeneratorMasks(input, outputs);
    }

    /// <summary>The masks of these rows and, after them, of others.</summary>
    internal GeneratorMasks Plus(GeneratorMasks others) => new(
        Input is null ? null : cat([Input, others.Input!]), Outputs?.Zip(others.Outputs!, (mine, theirs) => cat([mine, theirs])).ToArray());

    /// <summary>The masks of chosen rows.</summary>
    internal GeneratorMasks Of(IReadOnlyList<int> rows)
    {
        if (Input is null && Outputs is null)
            return this;
        using var scope = NewDisposeScope();
        var index = tensor(rows.Select(row => (long)row).ToArray(), device: (Input ?? Outputs![0]).device);
        Tensor Chosen(Tensor mask) => mask.index_select(0, index).MoveToOuterDisposeScope();
        return new(Input is null ? null : Chosen(Input), Outputs?.Select(Chosen).ToArray());
    }

    /// <summary>The masks of the first rows: views.</summary>
    public GeneratorMasks Take(int rows) =>
        new(Input?.narrow(0, 0, rows), Outputs?.Select(mask => mask.narrow(0, 0, rows)).ToArray());
}
