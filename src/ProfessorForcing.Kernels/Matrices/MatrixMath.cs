using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>Products of matrices, on all threads of the kernels.</summary>
public static unsafe class MatrixMath
{
    /// <summary>C (+)= op(A)·op(B): [M, N] from [M, K] and [K, N].</summary>
    /// <param name="a">A: [M, K], or [K, M] if it is transposed. It and C may have groups of rows.</param>
    /// <param name="transposeA">Whether A is transposed.</param>
    /// <param name="b">B: [K, N], or [N, K] if it is transposed.</param>
    /// <param name="transposeB">Whether B is transposed.</param>
    /// <param name="c">C: [M, N]; must not overlap A or B.</param>
    /// <param name="accumulate">Whether the product is added to what C has.</param>
    /// <param name="scales">K numbers that the columns of op(A) are multiplied by, for a transposed A only; null for none.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(
        Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, bool accumulate = false, float* scales = null) =>
        Multiply(Processor.Instructions, a, transposeA, b, transposeB, c, accumulate, scales);

    /// <summary>The sums of a matrix's columns, Σ_i scales[i]·a[i, j].</summary>
    /// <param name="a">[M, N].</param>
    /// <param name="sums">Receives N sums.</param>
    /// <param name="scales">M numbers that rows are multiplied by; null for none.</param>
    /// <param name="accumulate">Whether they are added to what <paramref name="sums"/> has.</param>
    public static void SumColumns(Matrix a, float* sums, float* scales = null, bool accumulate = false) =>
        WorkerTeam.Shared.Run(new ColumnSums(a, null, scales, sums, accumulate));

    /// <summary>The sums of the columns of two matrices' product number by number, Σ_i scales[i]·a[i, j]·b[i, j].</summary>
    /// <param name="a">[M, N].</param>
    /// <param name="b">[M, N].</param>
    /// <param name="sums">Receives N sums.</param>
    /// <param name="scales">M numbers that rows are multiplied by; null for none.</param>
    /// <param name="accumulate">Whether they are added to what <paramref name="sums"/> has.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void SumColumnProducts(Matrix a, Matrix b, float* sums, float* scales = null, bool accumulate = false)
    {
        if ((a.Rows, a.Columns) != (b.Rows, b.Columns))
            throw new ArgumentException($"[{a.Rows}, {a.Columns}] does not go with [{b.Rows}, {b.Columns}] number by number.", nameof(b));
        WorkerTeam.Shared.Run(new ColumnSums(a, b, scales, sums, accumulate));
    }

    /// <summary>Adds rows of one matrix to rows of another: target[rows[i]] += a[i].</summary>
    /// <param name="a">[M, N].</param>
    /// <param name="rows">For each of the M rows, where it goes.</param>
    /// <param name="target">[any, N].</param>
    /// <param name="scales">M numbers that rows are multiplied by; null for none.</param>
    public static void ScatterRows(Matrix a, long* rows, Matrix target, float* scales = null) =>
        WorkerTeam.Shared.Run(new RowScatter(a, rows, target, scales));

    internal static void Multiply(
        InstructionSet instructions, Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, bool accumulate, float* scales)
    {
        var (rows, depth) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        var (otherDepth, columns) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (depth != otherDepth || rows != c.Rows || columns != c.Columns)
            throw new ArgumentException($"[{rows}, {depth}] times [{otherDepth}, {columns}] does not give [{c.Rows}, {c.Columns}].", nameof(c));
        if (scales != null && !transposeA)
            throw new ArgumentException("Scales need a transposed left factor.", nameof(scales));
        if (b.Group > 0 || (transposeA && a.Group > 0))
            throw new ArgumentException("Only a left factor that is not transposed, and the product, can have groups of rows.", nameof(b));
        WorkerTeam.Shared.Run(instructions switch
        {
            InstructionSet.Avx512 => new MatrixProduct<Simd512, Vector512<float>>(a, transposeA, b, transposeB, c, accumulate, scales),
            InstructionSet.Avx2 => new MatrixProduct<Simd256, Vector256<float>>(a, transposeA, b, transposeB, c, accumulate, scales),
            _ => new MatrixProduct<Simd128, Vector128<float>>(a, transposeA, b, transposeB, c, accumulate, scales),
        });
    }
}
