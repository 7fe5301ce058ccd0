using CsCheck;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Matrices;

public unsafe class MatrixMathTests
{
    private static readonly Gen<(int Rows, int Columns, int Depth, bool TransposeA, bool TransposeB, bool Accumulate, bool Scaled, int Gap, int Seed)> Cases =
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 150], Gen.Int[0, 600], Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool), Gen.Int[0, 20], Gen.Int)
            .Select((rows, columns, depth, flags, gap, seed) =>
                (rows, columns, depth, flags.Item1, flags.Item2, flags.Item3, flags.Item1 && flags.Item4, gap, seed));

    [Fact]
    public void A_product_is_what_it_is_in_double_precision() => Cases.Sample(
        it => Assert.All(Instructions.All, instructions => Check(instructions, it)), iter: 100, threads: 1);

    // Columns are taken in blocks of 3,072.
    [Theory]
    [InlineData(9, 3100, 300, false, false)]
    [InlineData(9, 3100, 300, true, false)]
    [InlineData(9, 6200, 70, false, true)]
    [InlineData(3100, 9, 300, true, true)]
    public void A_product_of_many_columns_is_what_it_is_in_double_precision(int rows, int columns, int depth, bool transposeA, bool transposeB) =>
        Assert.All(Instructions.All, instructions => Check(instructions, (rows, columns, depth, transposeA, transposeB, true, transposeA, 3, 5)));

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var numbers = new Numbers(64, new RandomStream(1, "x"));
        var square = new Matrix(numbers.Pointer, 8, 8);
        Assert.Throws<ArgumentException>(() => MatrixMath.Multiply(square, false, square.RowsFrom(0, 7), false, square));
        Assert.Throws<ArgumentException>(() => MatrixMath.Multiply(square, false, square, false, square.ColumnsFrom(0, 7)));
        Assert.Throws<ArgumentException>(() => MatrixMath.Multiply(square.ColumnsFrom(0, 4), false, square.RowsOfEach(0, 2, 4), false, square));
    }

    [Fact]
    public void Some_rows_of_each_group_are_those_of_the_whole_product_to_the_last_bit() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 30], Gen.Int[1, 60], Gen.Int[1, 300], Gen.Bool, Gen.Int).Sample((groups, of, columns, depth, accumulate, seed) =>
        {
            KernelThreads.Count = 1 + (seed & 3);
            var random = new RandomStream((ulong)seed, "groups");
            var first = random.NextInt(of);
            var count = 1 + random.NextInt(of - first);
            using var a = new Numbers(groups * of * depth, random);
            using var b = new Numbers(depth * columns, random);
            Numbers Before() => new(groups * of * columns, new RandomStream((ulong)seed, "before"));
            using var before = Before();
            using var whole = Before();
            using var some = Before();
            var left = new Matrix(a.Pointer, groups * of, depth);
            var right = new Matrix(b.Pointer, depth, columns);
            MatrixMath.Multiply(left, false, right, false, new Matrix(whole.Pointer, groups * of, columns), accumulate);
            MatrixMath.Multiply(
                left.RowsOfEach(first, count, of), false, right, false, new Matrix(some.Pointer, groups * of, columns).RowsOfEach(first, count, of), accumulate);
            for (var i = 0; i < whole.Count; i++)
            {
                var row = i / columns % of;
                Assert.Equal(row >= first && row < first + count ? whole[i] : before[i], some[i]);
            }
        }, iter: 100, threads: 1);

    // Added up one by one, a million times 0.1 is off by a hundredth.
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1_000_000)]
    public void Sums_of_columns_keep_their_digits_however_many_rows_there_are(int rows)
    {
        using var a = new Numbers(3 * rows);
        using var scales = new Numbers(rows);
        using var sums = new Numbers(3);
        for (var row = 0; row < rows; row++)
            (a[3 * row], a[3 * row + 1], a[3 * row + 2], scales[row]) = (0.1f, -0.3f, row % 2, 0.7f);
        var matrix = new Matrix(a.Pointer, rows, 3);
        void Check(double first, double second, double third)
        {
            Assert.Equal(first * rows, sums[0], 1e-4 * first * rows);
            Assert.Equal(-second * rows, sums[1], 1e-4 * Math.Abs(second) * rows);
            Assert.Equal(third * (rows / 2), sums[2], 1e-4 * third * rows);
        }
        MatrixMath.SumColumns(matrix, sums.Pointer);
        Check(0.1, 0.3, 1);
        MatrixMath.SumColumns(matrix, sums.Pointer, accumulate: true);
        Check(0.2, 0.6, 2);
        MatrixMath.SumColumns(matrix, sums.Pointer, scales.Pointer);
        Check(0.07, 0.21, 0.7);
        MatrixMath.SumColumnProducts(matrix, matrix, sums.Pointer);
        Check(0.01, -0.09, 1);
    }

    private static void Check(
        InstructionSet instructions, (int Rows, int Columns, int Depth, bool TransposeA, bool TransposeB, bool Accumulate, bool Scaled, int Gap, int Seed) it)
    {
        KernelThreads.Count = 1 + (it.Seed & 3);
        var random = new RandomStream((ulong)it.Seed, "product");
        using var a = new Numbers((it.TransposeA ? it.Depth : it.Rows) * ((it.TransposeA ? it.Rows : it.Depth) + it.Gap), random);
        using var b = new Numbers((it.TransposeB ? it.Columns : it.Depth) * ((it.TransposeB ? it.Depth : it.Columns) + it.Gap), random);
        using var c = new Numbers(it.Rows * (it.Columns + it.Gap), random);
        using var scales = new Numbers(it.Depth, random);
        var (strideA, strideB, strideC) = ((it.TransposeA ? it.Rows : it.Depth) + it.Gap, (it.TransposeB ? it.Depth : it.Columns) + it.Gap, it.Columns + it.Gap);
        var expected = new double[c.Count];
        for (var i = 0; i < c.Count; i++)
            expected[i] = c[i];
        for (var i = 0; i < it.Rows; i++)
        {
            for (var j = 0; j < it.Columns; j++)
            {
                var sum = it.Accumulate ? (double)c[i * strideC + j] : 0;
                for (var k = 0; k < it.Depth; k++)
                {
                    sum += (double)a[it.TransposeA ? k * strideA + i : i * strideA + k] * b[it.TransposeB ? j * strideB + k : k * strideB + j]
                        * (it.Scaled ? scales[k] : 1);
                }
                expected[i * strideC + j] = sum;
            }
        }

        MatrixMath.Multiply(
            instructions,
            new Matrix((nint)a.Pointer, it.TransposeA ? it.Depth : it.Rows, it.TransposeA ? it.Rows : it.Depth, strideA), it.TransposeA,
            new Matrix((nint)b.Pointer, it.TransposeB ? it.Columns : it.Depth, it.TransposeB ? it.Depth : it.Columns, strideB), it.TransposeB,
            new Matrix((nint)c.Pointer, it.Rows, it.Columns, strideC), it.Accumulate, it.Scaled ? scales.Pointer : null);

        // The gaps between rows are untouched, too.
        var tolerance = 1e-6 * Math.Sqrt(it.Depth + 1) * 10;
        for (var i = 0; i < c.Count; i++)
            Assert.True(Math.Abs(expected[i] - c[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"{instructions} {it}: [{i}] is {c[i]}, not {expected[i]}");
    }
}
