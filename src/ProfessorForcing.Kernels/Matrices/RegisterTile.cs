using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// Products of a few rows with a panel of packed columns, whose sums stay in registers. The left factor is packed as
/// [depth][rows], the right one as [depth][3 vectors] (wide) or [depth][1 vector] (narrow).
/// </summary>
internal static unsafe class RegisterTile<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>C (+)= A·B for a wide panel.</summary>
    /// <param name="rows">Rows: 8, 4, 2 or 1, at most <see cref="IInstructionSet{TVector}.TileRows"/>.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="a">[depth][rows].</param>
    /// <param name="b">[depth][3·lanes].</param>
    /// <param name="c">The first of <paramref name="rows"/> rows of 3·lanes numbers.</param>
    /// <param name="stride">From one row of C to the next.</param>
    /// <param name="accumulate">Whether the product is added to what C has.</param>
    public static void Wide(int rows, nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        switch (rows)
        {
            case 8: Wide<EightRows>(depth, a, b, c, stride, accumulate); break;
            case 4: Wide<FourRows>(depth, a, b, c, stride, accumulate); break;
            case 2: Wide<TwoRows>(depth, a, b, c, stride, accumulate); break;
            default: Wide<OneRow>(depth, a, b, c, stride, accumulate); break;
        }
    }

    /// <summary>The same for a narrow panel.</summary>
    /// <inheritdoc cref="Wide(int, nint, float*, float*, float*, nint, bool)"/>
    public static void Narrow(int rows, nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        switch (rows)
        {
            case 8: Narrow<EightRows>(depth, a, b, c, stride, accumulate); break;
            case 4: Narrow<FourRows>(depth, a, b, c, stride, accumulate); break;
            case 2: Narrow<TwoRows>(depth, a, b, c, stride, accumulate); break;
            default: Narrow<OneRow>(depth, a, b, c, stride, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide<TRows>(nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
        where TRows : struct, IRows
    {
        TVector c00 = TIsa.Zero, c01 = TIsa.Zero, c02 = TIsa.Zero;
        TVector c10 = TIsa.Zero, c11 = TIsa.Zero, c12 = TIsa.Zero;
        TVector c20 = TIsa.Zero, c21 = TIsa.Zero, c22 = TIsa.Zero;
        TVector c30 = TIsa.Zero, c31 = TIsa.Zero, c32 = TIsa.Zero;
        TVector c40 = TIsa.Zero, c41 = TIsa.Zero, c42 = TIsa.Zero;
        TVector c50 = TIsa.Zero, c51 = TIsa.Zero, c52 = TIsa.Zero;
        TVector c60 = TIsa.Zero, c61 = TIsa.Zero, c62 = TIsa.Zero;
        TVector c70 = TIsa.Zero, c71 = TIsa.Zero, c72 = TIsa.Zero;
        for (; depth > 0; depth--)
        {
            var b0 = TIsa.Load(b);
            var b1 = TIsa.Load(b + TIsa.Lanes);
            var b2 = TIsa.Load(b + 2 * TIsa.Lanes);
            var x = TIsa.Splat(a[0]);
            c00 = TIsa.MultiplyAdd(x, b0, c00);
            c01 = TIsa.MultiplyAdd(x, b1, c01);
            c02 = TIsa.MultiplyAdd(x, b2, c02);
            if (TRows.Count > 1)
            {
                x = TIsa.Splat(a[1]);
                c10 = TIsa.MultiplyAdd(x, b0, c10);
                c11 = TIsa.MultiplyAdd(x, b1, c11);
                c12 = TIsa.MultiplyAdd(x, b2, c12);
            }
            if (TRows.Count > 2)
            {
                x = TIsa.Splat(a[2]);
                c20 = TIsa.MultiplyAdd(x, b0, c20);
                c21 = TIsa.MultiplyAdd(x, b1, c21);
                c22 = TIsa.MultiplyAdd(x, b2, c22);
            }
            if (TRows.Count > 3)
            {
                x = TIsa.Splat(a[3]);
                c30 = TIsa.MultiplyAdd(x, b0, c30);
                c31 = TIsa.MultiplyAdd(x, b1, c31);
                c32 = TIsa.MultiplyAdd(x, b2, c32);
            }
            if (TRows.Count > 4)
            {
                x = TIsa.Splat(a[4]);
                c40 = TIsa.MultiplyAdd(x, b0, c40);
                c41 = TIsa.MultiplyAdd(x, b1, c41);
                c42 = TIsa.MultiplyAdd(x, b2, c42);
            }
            if (TRows.Count > 5)
            {
                x = TIsa.Splat(a[5]);
                c50 = TIsa.MultiplyAdd(x, b0, c50);
                c51 = TIsa.MultiplyAdd(x, b1, c51);
                c52 = TIsa.MultiplyAdd(x, b2, c52);
            }
            if (TRows.Count > 6)
            {
                x = TIsa.Splat(a[6]);
                c60 = TIsa.MultiplyAdd(x, b0, c60);
                c61 = TIsa.MultiplyAdd(x, b1, c61);
                c62 = TIsa.MultiplyAdd(x, b2, c62);
            }
            if (TRows.Count > 7)
            {
                x = TIsa.Splat(a[7]);
                c70 = TIsa.MultiplyAdd(x, b0, c70);
                c71 = TIsa.MultiplyAdd(x, b1, c71);
                c72 = TIsa.MultiplyAdd(x, b2, c72);
            }
            a += TRows.Count;
            b += 3 * TIsa.Lanes;
        }
        Put(c00, c01, c02, c, accumulate);
        if (TRows.Count > 1)
            Put(c10, c11, c12, c + stride, accumulate);
        if (TRows.Count > 2)
            Put(c20, c21, c22, c + 2 * stride, accumulate);
        if (TRows.Count > 3)
            Put(c30, c31, c32, c + 3 * stride, accumulate);
        if (TRows.Count > 4)
            Put(c40, c41, c42, c + 4 * stride, accumulate);
        if (TRows.Count > 5)
            Put(c50, c51, c52, c + 5 * stride, accumulate);
        if (TRows.Count > 6)
            Put(c60, c61, c62, c + 6 * stride, accumulate);
        if (TRows.Count > 7)
            Put(c70, c71, c72, c + 7 * stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TRows>(nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
        where TRows : struct, IRows
    {
        TVector c00 = TIsa.Zero;
        TVector c10 = TIsa.Zero;
        TVector c20 = TIsa.Zero;
        TVector c30 = TIsa.Zero;
        TVector c40 = TIsa.Zero;
        TVector c50 = TIsa.Zero;
        TVector c60 = TIsa.Zero;
        TVector c70 = TIsa.Zero;
        for (; depth > 0; depth--)
        {
            var b0 = TIsa.Load(b);
            var x = TIsa.Splat(a[0]);
            c00 = TIsa.MultiplyAdd(x, b0, c00);
            if (TRows.Count > 1)
            {
                x = TIsa.Splat(a[1]);
                c10 = TIsa.MultiplyAdd(x, b0, c10);
            }
            if (TRows.Count > 2)
            {
                x = TIsa.Splat(a[2]);
                c20 = TIsa.MultiplyAdd(x, b0, c20);
            }
            if (TRows.Count > 3)
            {
                x = TIsa.Splat(a[3]);
                c30 = TIsa.MultiplyAdd(x, b0, c30);
            }
            if (TRows.Count > 4)
            {
                x = TIsa.Splat(a[4]);
                c40 = TIsa.MultiplyAdd(x, b0, c40);
            }
            if (TRows.Count > 5)
            {
                x = TIsa.Splat(a[5]);
                c50 = TIsa.MultiplyAdd(x, b0, c50);
            }
            if (TRows.Count > 6)
            {
                x = TIsa.Splat(a[6]);
                c60 = TIsa.MultiplyAdd(x, b0, c60);
            }
            if (TRows.Count > 7)
            {
                x = TIsa.Splat(a[7]);
                c70 = TIsa.MultiplyAdd(x, b0, c70);
            }
            a += TRows.Count;
            b += TIsa.Lanes;
        }
        Put(c00, c, accumulate);
        if (TRows.Count > 1)
            Put(c10, c + stride, accumulate);
        if (TRows.Count > 2)
            Put(c20, c + 2 * stride, accumulate);
        if (TRows.Count > 3)
            Put(c30, c + 3 * stride, accumulate);
        if (TRows.Count > 4)
            Put(c40, c + 4 * stride, accumulate);
        if (TRows.Count > 5)
            Put(c50, c + 5 * stride, accumulate);
        if (TRows.Count > 6)
            Put(c60, c + 6 * stride, accumulate);
        if (TRows.Count > 7)
            Put(c70, c + 7 * stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TVector v0, TVector v1, TVector v2, float* target, bool accumulate)
    {
        Put(v0, target, accumulate);
        Put(v1, target + TIsa.Lanes, accumulate);
        Put(v2, target + 2 * TIsa.Lanes, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TVector value, float* target, bool accumulate) =>
        TIsa.Store(accumulate ? TIsa.Add(value, TIsa.Load(target)) : value, target);
}
