using System.Runtime.CompilerServices;

namespace ProfessorForcing.Kernels.Simd;

/// <summary>Many numbers made one.</summary>
internal static unsafe class Reduction<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>The largest number; −∞ of none. Of numbers that are not all numbers it is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Largest(float* values, int count)
    {
        var largest = float.NegativeInfinity;
        var i = 0;
        if (count >= TIsa.Lanes)
        {
            var lanes = TIsa.Load(values);
            for (i = TIsa.Lanes; i + TIsa.Lanes <= count; i += TIsa.Lanes)
                lanes = TIsa.AtLeast(lanes, TIsa.Load(values + i));
            var parts = stackalloc float[TIsa.Lanes];
            TIsa.Store(lanes, parts);
            for (var lane = 0; lane < TIsa.Lanes; lane++)
                largest = Math.Max(largest, parts[lane]);
        }
        for (; i < count; i++)
            largest = Math.Max(largest, values[i]);
        return largest;
    }

    /// <summary>The sum: within a lane in single precision, of the lanes in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(float* values, int count)
    {
        var (lanes, i) = (TIsa.Zero, 0);
        for (; i + TIsa.Lanes <= count; i += TIsa.Lanes)
            lanes = TIsa.Add(lanes, TIsa.Load(values + i));
        var sum = Sum(lanes);
        for (; i < count; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>The sum of a vector's numbers in double precision.</summary>
    public static double Sum(TVector vector)
    {
        var parts = stackalloc float[TIsa.Lanes];
        TIsa.Store(vector, parts);
        double sum = 0;
        for (var lane = 0; lane < TIsa.Lanes; lane++)
            sum += parts[lane];
        return sum;
    }
}
