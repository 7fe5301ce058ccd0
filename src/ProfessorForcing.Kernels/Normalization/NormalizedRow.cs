using System.Numerics;

namespace ProfessorForcing.Kernels.Normalization;

/// <summary>One row's normalisation.</summary>
internal static class NormalizedRow
{
    /// <summary>x ← γ ⊙ x̂.</summary>
    /// <param name="x">The row.</param>
    /// <param name="gains">γ.</param>
    /// <param name="normalized">Receives x̂; may be empty.</param>
    /// <returns>s.</returns>
    public static float Forward(Span<float> x, ReadOnlySpan<float> gains, Span<float> normalized)
    {
        var mean = Sum(x) / x.Length;
        var scale = Scale(SumOfSquares(x, mean), x.Length);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            var value = (new Vector<float>(x[i..]) - new Vector<float>(mean)) * scale;
            if (!normalized.IsEmpty)
                value.CopyTo(normalized[i..]);
            (value * new Vector<float>(gains[i..])).CopyTo(x[i..]);
        }
        for (; i < x.Length; i++)
        {
            var value = (x[i] - mean) * scale;
            if (!normalized.IsEmpty)
                normalized[i] = value;
            x[i] = value * gains[i];
        }
        return scale;
    }

    /// <summary>From the gradient of γ ⊙ x̂ to that of x: p = γ ⊙ g, then s · (p − mean(p) − x̂ · mean(p ⊙ x̂)).</summary>
    /// <param name="gradient">g; becomes the gradient of x.</param>
    /// <param name="gains">γ.</param>
    /// <param name="normalized">x̂.</param>
    /// <param name="scale">s.</param>
    public static void Backward(Span<float> gradient, ReadOnlySpan<float> gains, ReadOnlySpan<float> normalized, float scale)
    {
        var (sum, along) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= gradient.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(gradient[i..]) * new Vector<float>(gains[i..]);
            value.CopyTo(gradient[i..]);
            sum += value;
            along += value * new Vector<float>(normalized[i..]);
        }
        var (mean, slope) = (Vector.Sum(sum), Vector.Sum(along));
        for (; i < gradient.Length; i++)
        {
            gradient[i] *= gains[i];
            mean += gradient[i];
            slope += gradient[i] * normalized[i];
        }
        (mean, slope) = (mean / gradient.Length, slope / gradient.Length);
        for (i = 0; i + Vector<float>.Count <= gradient.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(gradient[i..]) - new Vector<float>(mean) - new Vector<float>(normalized[i..]) * slope;
            (value * scale).CopyTo(gradient[i..]);
        }
        for (; i < gradient.Length; i++)
            gradient[i] = (gradient[i] - mean - normalized[i] * slope) * scale;
    }

    /// <summary>s, from the sum of the squared deviations of so many numbers.</summary>
    public static float Scale(double squares, int count) => (float)(1 / Math.Sqrt(squares / count + NormalizationMath.Epsilon));

    private static float Sum(ReadOnlySpan<float> x)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
            sum += new Vector<float>(x[i..]);
        var total = Vector.Sum(sum);
        for (; i < x.Length; i++)
            total += x[i];
        return total;
    }

    private static float SumOfSquares(ReadOnlySpan<float> x, float mean)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            var deviation = new Vector<float>(x[i..]) - new Vector<float>(mean);
            sum += deviation * deviation;
        }
        var total = Vector.Sum(sum);
        for (; i < x.Length; i++)
            total += (x[i] - mean) * (x[i] - mean);
        return total;
    }
}
