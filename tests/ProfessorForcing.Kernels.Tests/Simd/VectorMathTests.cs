using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Tests.Simd;

public class VectorMathTests
{
    [Fact]
    public void Exponentials_are_right_to_two_units_in_the_last_place() => Check(
        Vector512Of(VectorMath<Simd512, Vector512<float>>.Exp), Vector256Of(VectorMath<Simd256, Vector256<float>>.Exp), Vector128Of(VectorMath<Simd128, Vector128<float>>.Exp),
        Math.Exp, -87, 88, relative: 2.4e-7);

    [Fact]
    public void Sigmoids_are_right_to_three_units_in_the_last_place() => Check(
        Vector512Of(VectorMath<Simd512, Vector512<float>>.Sigmoid), Vector256Of(VectorMath<Simd256, Vector256<float>>.Sigmoid), Vector128Of(VectorMath<Simd128, Vector128<float>>.Sigmoid),
        x => 1 / (1 + Math.Exp(-x)), -80, 80, relative: 3.6e-7);

    [Fact]
    public void Hyperbolic_tangents_are_right_to_three_units_in_the_last_place() => Check(
        Vector512Of(VectorMath<Simd512, Vector512<float>>.Tanh), Vector256Of(VectorMath<Simd256, Vector256<float>>.Tanh), Vector128Of(VectorMath<Simd128, Vector128<float>>.Tanh),
        Math.Tanh, -20, 20, relative: 3.6e-7);

    [Fact]
    public void What_is_no_number_stays_none_and_extremes_stay_finite()
    {
        Assert.All(
            new Func<Vector128<float>, Vector128<float>>[]
            {
                VectorMath<Simd128, Vector128<float>>.Exp, VectorMath<Simd128, Vector128<float>>.Sigmoid, VectorMath<Simd128, Vector128<float>>.Tanh,
            },
            function => Assert.True(float.IsNaN(function(Vector128.Create(float.NaN))[0])));
        Assert.Equal(1f, VectorMath<Simd128, Vector128<float>>.Sigmoid(Vector128.Create(float.PositiveInfinity))[0]);
        Assert.Equal(0f, VectorMath<Simd128, Vector128<float>>.Sigmoid(Vector128.Create(float.NegativeInfinity))[0], 1e-37f);
        Assert.Equal(-1f, VectorMath<Simd128, Vector128<float>>.Tanh(Vector128.Create(float.NegativeInfinity))[0]);
        Assert.True(float.IsFinite(VectorMath<Simd128, Vector128<float>>.Exp(Vector128.Create(1e30f))[0]));
    }

    private static Func<float, float>? Vector512Of(Func<Vector512<float>, Vector512<float>> function) =>
        Processor.Has(InstructionSet.Avx512) ? x => function(Vector512.Create(x))[0] : null;

    private static Func<float, float>? Vector256Of(Func<Vector256<float>, Vector256<float>> function) =>
        Processor.Has(InstructionSet.Avx2) ? x => function(Vector256.Create(x))[0] : null;

    private static Func<float, float> Vector128Of(Func<Vector128<float>, Vector128<float>> function) => x => function(Vector128.Create(x))[0];

    private static void Check(
        Func<float, float>? wide, Func<float, float>? middle, Func<float, float> narrow, Func<double, double> exact, float from, float to, double relative)
    {
        const int Count = 20_000;
        foreach (var function in new[] { wide, middle, narrow }.OfType<Func<float, float>>())
        {
            for (var i = 0; i <= Count; i++)
            {
                // Dense everywhere, and denser about zero.
                var t = 2.0 * i / Count - 1;
                foreach (var x in new[] { (float)(from + (to - from) * (t + 1) / 2), (float)(t * t * t * Math.Min(-from, to)) })
                {
                    var (expected, actual) = (exact(x), function(x));
                    Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"f({x}) is {actual}, not {expected}");
                }
            }
        }
    }
}
