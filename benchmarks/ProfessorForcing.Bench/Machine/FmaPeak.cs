using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Bench.Machine;

/// <summary>How many floating-point operations this machine does in a second at most: fused multiply-adds on registers, on several threads at once.</summary>
public static class FmaPeak
{
    // Independent sums, enough to cover the latency of two units.
    private const int Chains = 12;
    private const int Repeats = 500_000;
    private const int Bursts = 12;

    /// <summary>Measures the widest instructions that the kernels use.</summary>
    /// <param name="threads">Threads at work.</param>
    /// <returns>Operations in a second; a multiply-add is two.</returns>
    public static double Measure(int threads)
    {
        var (work, width) = Processor.Instructions switch
        {
            InstructionSet.Avx512 => ((Func<int, float>)Wide, Vector512<float>.Count),
            InstructionSet.Avx2 => (Middle, Vector256<float>.Count),
            _ => (Narrow, Vector128<float>.Count),
        };
        Side.BySide(threads, _ => work(1000));
        // The fastest burst: what else the machine does delays some, but speeds up none.
        var fastest = double.PositiveInfinity;
        for (var burst = 0; burst < Bursts; burst++)
        {
            var watch = Stopwatch.StartNew();
            Side.BySide(threads, _ => work(Repeats));
            fastest = Math.Min(fastest, watch.Elapsed.TotalSeconds);
        }
        return 2.0 * width * Chains * Repeats * threads / fastest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide(int repeats)
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < repeats; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Middle(int repeats)
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < repeats; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow(int repeats)
    {
        var (x, y) = (Vector128.Create(0.999f), Vector128.Create(0.001f));
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < repeats; n++)
        {
            a = Vector128.MultiplyAddEstimate(a, x, y);
            b = Vector128.MultiplyAddEstimate(b, x, y);
            c = Vector128.MultiplyAddEstimate(c, x, y);
            d = Vector128.MultiplyAddEstimate(d, x, y);
            e = Vector128.MultiplyAddEstimate(e, x, y);
            f = Vector128.MultiplyAddEstimate(f, x, y);
            g = Vector128.MultiplyAddEstimate(g, x, y);
            h = Vector128.MultiplyAddEstimate(h, x, y);
            i = Vector128.MultiplyAddEstimate(i, x, y);
            j = Vector128.MultiplyAddEstimate(j, x, y);
            k = Vector128.MultiplyAddEstimate(k, x, y);
            l = Vector128.MultiplyAddEstimate(l, x, y);
        }
        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
