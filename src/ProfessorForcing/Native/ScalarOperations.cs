using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Native;

/// <summary>
/// Operations between tensors and numbers. TorchSharp 0.107 wraps every number in a native scalar with a finaliser and
/// hands libtorch its bare handle: the garbage collector may free the scalar while libtorch reads it, which gives a wrong
/// result or an error about once in some million calls. Here the scalar lives until the call has returned. Operators and
/// methods that take numbers directly, and sums, are banned in this project (<c>BannedSymbols.txt</c>).
/// </summary>
internal static class ScalarOperations
{
    // Never collected.
    private static readonly Scalar One = 1.0.ToScalar();
    private static readonly Scalar MinusOne = (-1.0).ToScalar();
    private static readonly Scalar WholeOne = 1L.ToScalar();

    /// <summary>x · value.</summary>
    public static Tensor Times(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>x + value.</summary>
    public static Tensor Plus(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return x.add(scalar, One);
    }

    /// <summary>x + y; TorchSharp's own sum makes a scalar for its factor of 1.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + y of whole numbers.</summary>
    public static Tensor PlusWhole(this Tensor x, Tensor y) => x.add(y, WholeOne);

    /// <summary>x + factor · y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.add(y, scalar);
    }

    /// <summary>x / value.</summary>
    public static Tensor DividedBy(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return x.div(scalar);
    }

    /// <summary>x limited to [min, max].</summary>
    public static Tensor ClampedTo(this Tensor x, double min, double max)
    {
        using var low = min.ToScalar();
        using var high = max.ToScalar();
        return x.clamp(low, high);
    }

    /// <summary>x with <paramref name="value"/> where the mask is true.</summary>
    public static Tensor FilledWhere(this Tensor x, Tensor mask, double value)
    {
        using var scalar = value.ToScalar();
        return x.masked_fill(mask, scalar);
    }

    /// <summary>Where x ≥ value.</summary>
    public static Tensor IsAtLeast(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return x.ge(scalar);
    }

    /// <summary>Where x &gt; value.</summary>
    public static Tensor IsAbove(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return x.gt(scalar);
    }

    /// <summary>x + a ⊙ b.</summary>
    public static Tensor PlusProduct(this Tensor x, Tensor a, Tensor b) => x.addcmul(a, b, One);

    /// <summary>x − a ⊙ b.</summary>
    public static Tensor MinusProduct(this Tensor x, Tensor a, Tensor b) => x.addcmul(a, b, MinusOne);

    /// <summary>A tensor like x, filled with a number.</summary>
    public static Tensor FilledLike(this Tensor x, double value)
    {
        using var scalar = value.ToScalar();
        return full_like(x, scalar);
    }

    /// <summary>0, 1, …, count − 1: int64.</summary>
    public static Tensor Range(int count, Device device)
    {
        using var stop = ((long)count).ToScalar();
        return arange(stop, dtype: ScalarType.Int64, device: device);
    }

    /// <summary>x ← x + y, in place.</summary>
    /// <returns>x.</returns>
    public static Tensor PlusInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← decay · x + (1 − decay) · factor · y, in place.</summary>
    public static void Approach(this Tensor x, Tensor y, double decay, double factor)
    {
        using var kept = decay.ToScalar();
        using var taken = ((1 - decay) * factor).ToScalar();
        x.mul_(kept).add_(y, taken);
    }

    /// <summary>x ← decay · x + (1 − decay) · (factor · y) ⊙ (factor · y), in place.</summary>
    public static void ApproachSquare(this Tensor x, Tensor y, double decay, double factor)
    {
        using var kept = decay.ToScalar();
        using var taken = ((1 - decay) * factor * factor).ToScalar();
        x.mul_(kept).addcmul_(y, y, taken);
    }

    /// <summary>√x / divisor + offset, with no more than one tensor besides x.</summary>
    public static Tensor ScaledRoot(this Tensor x, double divisor, double offset)
    {
        using var scale = divisor.ToScalar();
        using var addend = offset.ToScalar();
        return x.sqrt().div_(scale).add_(addend, One);
    }

    /// <summary>x ← x + factor · a / b, in place.</summary>
    public static void AddQuotient(this Tensor x, Tensor a, Tensor b, double factor)
    {
        using var scalar = factor.ToScalar();
        x.addcdiv_(a, b, scalar);
    }
}
