using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ProfessorForcing.Bench.Machine;

/// <summary>How fast this machine reads a working set over and over, each thread its own part of it.</summary>
public static unsafe class ReadBandwidth
{
    private const nuint Line = 64;
    private const int Bursts = 8;
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.06);

    /// <summary>Measures.</summary>
    /// <param name="bytes">Size of the working set.</param>
    /// <param name="threads">Threads that share it.</param>
    /// <returns>Bytes in a second, of all threads together.</returns>
    public static double Measure(long bytes, int threads)
    {
        var share = (nuint)(bytes / threads) / (8 * Line) * (8 * Line);
        var memory = (byte*)NativeMemory.AlignedAlloc(share * (nuint)threads, Line);
        try
        {
            new Span<byte>(memory, checked((int)(share * (nuint)threads))).Clear();
            var one = Seconds(memory, share, threads, 1);
            var repeats = (int)Math.Clamp(Burst / TimeSpan.FromSeconds(one), 1, 1_000_000);
            // The fastest burst, as for the peak of operations.
            var fastest = Enumerable.Range(0, Bursts).Min(_ => Seconds(memory, share, threads, repeats));
            return (double)share * threads * repeats / fastest;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static double Seconds(byte* memory, nuint share, int threads, int repeats)
    {
        var watch = Stopwatch.StartNew();
        Side.BySide(threads, i => Read((float*)(memory + (nuint)i * share), share / sizeof(float), repeats));
        return watch.Elapsed.TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read(float* data, nuint count, int repeats)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var n = 0; n < repeats; n++)
        {
            for (nuint i = 0; i < count; i += 128)
            {
                a += Vector512.Load(data + i);
                b += Vector512.Load(data + i + 16);
                c += Vector512.Load(data + i + 32);
                d += Vector512.Load(data + i + 48);
                e += Vector512.Load(data + i + 64);
                f += Vector512.Load(data + i + 80);
                g += Vector512.Load(data + i + 96);
                h += Vector512.Load(data + i + 112);
            }
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }
}
