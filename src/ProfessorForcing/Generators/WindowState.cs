using ProfessorForcing.Data;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Where a soft window over a text stands.</summary>
/// <param name="Text">The text of each row, the same at all steps; it belongs to whoever made the first state.</param>
/// <param name="OneHot">Its characters, a row of zeros at its end and after it, the same at all steps: [N, U + 1, C].</param>
/// <param name="Place">κ, the places of the window's Gaussians, in characters from 1: [N, K].</param>
/// <param name="Read">w, what the window shows of the text: [N, C].</param>
/// <param name="Weights">φ of the characters 1 to U and of the place after each: [N, U + 1]; zero before the first step.</param>
public sealed record WindowState(TextCondition Text, Tensor OneHot, Tensor Place, Tensor Read, Tensor Weights)
{
    /// <summary>What changes from step to step.</summary>
    public IEnumerable<Tensor> Tensors => [Place, Read, Weights];

    /// <summary>The state with everything that changes from step to step replaced.</summary>
    public WindowState Select(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Place = map(Place), Read = map(Read), Weights = map(Weights) };
    }

    /// <summary>The same state with the texts of other rows.</summary>
    /// <param name="rows">Which row's text each row gets.</param>
    internal WindowState WithTextOf(IReadOnlyList<int> rows)
    {
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: OneHot.device);
        var text = new TextCondition(Text.Characters.index_select(0, index), [.. rows.Select(row => Text.Lengths[row])]);
        return this with { Text = text, OneHot = OneHot.index_select(0, index) };
    }

    /// <summary>Refuses what does not fit a window: torch operations would, too, or repeat rows; the kernels read memory as they are told.</summary>
    /// <param name="rows">N.</param>
    /// <param name="components">K.</param>
    /// <param name="characters">C.</param>
    /// <exception cref="ArgumentException">Something does not fit.</exception>
    internal void Check(long rows, int components, int characters)
    {
        var (text, width) = (Text.Characters, (int)Text.Characters.shape[1]);
        Fits(text, rows, width);
        Fits(Place, rows, components);
        Fits(Read, rows, characters);
        Fits(Weights, rows, width + 1);
        if (Text.Lengths.Count != rows || Text.Lengths.Any(length => length < 0 || length > width))
            throw new ArgumentException($"Texts of {string.Join(", ", Text.Lengths)} characters do not go with {rows} rows of at most {width}.");
        if (text.min().item<long>() < 0 || text.max().item<long>() >= characters)
            throw new ArgumentException($"Characters must be from 0 to {characters - 1}.");
    }

    /// <summary>Whether rows have come to the end of their texts: the place after the last character weighs more than every character (Graves 2013, section 5.1).</summary>
    /// <returns>One for each row.</returns>
    public bool[] HasEnded()
    {
        var (weights, width) = (Numbers(Weights), (int)Weights.shape[1]);
        return [.. Text.Lengths.Select((length, row) => HasEnded(weights.AsSpan(row * width, width), length))];
    }

    /// <summary>Steps of each row before it came to the end of its text.</summary>
    /// <param name="weights">φ at each step: [N, T, U + 1].</param>
    /// <param name="textLengths">Characters of each row.</param>
    internal static int[] LengthsOf(Tensor weights, IReadOnlyList<int> textLengths)
    {
        var (numbers, steps, width) = (Numbers(weights), (int)weights.shape[1], (int)weights.shape[2]);
        return [.. textLengths.Select((length, row) =>
        {
            var t = 0;
            while (t < steps && !HasEnded(numbers.AsSpan((row * steps + t) * width, width), length))
                t++;
            return t;
        })];
    }

    private static bool HasEnded(ReadOnlySpan<float> weights, int length) =>
        weights[length] > 0 && !weights[..length].ContainsAnyInRange(weights[length], float.PositiveInfinity);

    private static float[] Numbers(Tensor weights)
    {
        using var scope = NewDisposeScope();
        return weights.detach().to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    private static void Fits(Tensor value, long rows, long width)
    {
        if (value.shape[0] != rows || value.shape[1] != width)
            throw new ArgumentException($"[{string.Join(", ", value.shape)}] is not [{rows}, {width}], as the rows and the window are.");
    }
}
