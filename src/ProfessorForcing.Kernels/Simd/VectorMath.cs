using System.Runtime.CompilerServices;

namespace ProfessorForcing.Kernels.Simd;

/// <summary>Elementary functions on vectors, to about two units in the last place of single precision.</summary>
internal static class VectorMath<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // Beyond about these, eˣ is not a normal number.
    private const float LargestExponent = 88.37f;
    private const float SmallestExponent = -87.33f;

    /// <summary>eˣ for x from −87.3 to 88.3; beyond that, what it is at the bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TIsa.AtLeast(TIsa.Splat(SmallestExponent), TIsa.AtMost(TIsa.Splat(LargestExponent), x));
        // x = n·ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts, the first exact in products with n.
        var n = TIsa.Round(TIsa.Multiply(x, TIsa.Splat(1.44269504f)));
        var r = TIsa.SubtractProduct(n, TIsa.Splat(0.693359375f), x);
        r = TIsa.SubtractProduct(n, TIsa.Splat(-2.12194440e-4f), r);
        // eʳ = 1 + r + r²·p(r), p fitted over the interval.
        var p = TIsa.MultiplyAdd(TIsa.Splat(1.9875691500e-4f), r, TIsa.Splat(1.3981999507e-3f));
        p = TIsa.MultiplyAdd(p, r, TIsa.Splat(8.3334519073e-3f));
        p = TIsa.MultiplyAdd(p, r, TIsa.Splat(4.1665795894e-2f));
        p = TIsa.MultiplyAdd(p, r, TIsa.Splat(1.6666665459e-1f));
        p = TIsa.MultiplyAdd(p, r, TIsa.Splat(5.0000001201e-1f));
        p = TIsa.Add(TIsa.MultiplyAdd(p, TIsa.Multiply(r, r), r), TIsa.Splat(1f));
        return TIsa.Multiply(p, TIsa.PowerOfTwo(n));
    }

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TIsa.Splat(1f);
        return TIsa.Divide(one, TIsa.Add(one, Exp(TIsa.Subtract(TIsa.Zero, x))));
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var size = TIsa.Abs(x);
        // Near zero 1 − 2/(e²ˣ + 1) would cancel: x + x³·p(x²), p fitted up to 0.625.
        var square = TIsa.Multiply(x, x);
        var p = TIsa.MultiplyAdd(TIsa.Splat(-5.70498872745e-3f), square, TIsa.Splat(2.06390887954e-2f));
        p = TIsa.MultiplyAdd(p, square, TIsa.Splat(-5.37397155531e-2f));
        p = TIsa.MultiplyAdd(p, square, TIsa.Splat(1.33314422036e-1f));
        p = TIsa.MultiplyAdd(p, square, TIsa.Splat(-3.33332819422e-1f));
        var near = TIsa.MultiplyAdd(TIsa.Multiply(p, square), x, x);
        var one = TIsa.Splat(1f);
        var far = TIsa.Subtract(one, TIsa.Divide(TIsa.Splat(2f), TIsa.Add(Exp(TIsa.Add(size, size)), one)));
        return TIsa.WhereLess(size, TIsa.Splat(0.625f), near, TIsa.CopySign(far, x));
    }
}
