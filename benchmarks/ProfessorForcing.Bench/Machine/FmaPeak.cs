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
    private const int Repeats = 10_000_000;
    private const int Bursts = 12;

    /// <summary>Measures the widest instructions that the kernels use.</summary>
    /// <param name="threads">Threads at work.</param>
    /// <returns>Operations in a second; a multiply-add is two.</returns>
    public static double Measure(int threads)
    {
        var (work, width) = Processor.Instructions switch
        {
            InstructionSet.Avx512 => ((Func<int, float>)Chain<Simd512, Vector512<float>>, Simd512.Lanes),
            InstructionSet.Avx2 => (Chain<Simd256, Vector256<float>>, Simd256.Lanes),
            _ => (Chain<Simd128, Vector128<float>>, Simd128.Lanes),
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
    private static float Chain<TIsa, TVector>(int repeats)
        where TIsa : struct, IInstructionSet<TVector>
        where TVector : struct
    {
        var (x, y) = (TIsa.Splat(0.999f), TIsa.Splat(0.001f));
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < repeats; n++)
        {
            a = TIsa.MultiplyAdd(a, x, y);
            b = TIsa.MultiplyAdd(b, x, y);
            c = TIsa.MultiplyAdd(c, x, y);
            d = TIsa.MultiplyAdd(d, x, y);
            e = TIsa.MultiplyAdd(e, x, y);
            f = TIsa.MultiplyAdd(f, x, y);
            g = TIsa.MultiplyAdd(g, x, y);
            h = TIsa.MultiplyAdd(h, x, y);
            i = TIsa.MultiplyAdd(i, x, y);
            j = TIsa.MultiplyAdd(j, x, y);
            k = TIsa.MultiplyAdd(k, x, y);
            l = TIsa.MultiplyAdd(l, x, y);
        }
        return TIsa.Sum(a) + TIsa.Sum(b) + TIsa.Sum(c) + TIsa.Sum(d) + TIsa.Sum(e) + TIsa.Sum(f) + TIsa.Sum(g) + TIsa.Sum(h) + TIsa.Sum(i) + TIsa.Sum(j) + TIsa.Sum(k) + TIsa.Sum(l);
    }
}
