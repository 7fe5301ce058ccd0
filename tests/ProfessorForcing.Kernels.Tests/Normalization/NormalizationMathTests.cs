using CsCheck;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Normalization;

public unsafe class NormalizationMathTests
{
    [Fact]
    public void Rows_and_their_gradients_are_what_they_are_in_double_precision() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[2, 70], Gen.Int[1, 3], Gen.ULong).Sample((rows, columns, threads, seed) =>
        {
            KernelThreads.Count = threads;
            var random = new RandomStream(seed, "rows");
            using var x = new Numbers(rows * columns, random);
            using var gains = new Numbers(columns, random);
            using var gradient = new Numbers(rows * columns, random);
            using var normalized = new Numbers(rows * columns);
            using var scales = new Numbers(rows);
            var (before, upstream, gain) = (Doubles(x), Doubles(gradient), Doubles(gains));
            // Far from zero no digits are lost.
            for (var i = 0; i < x.Count; i++)
                x[i] += 3;
            var where = new SumsNormalization { Gains = gains.Pointer, Normalized = normalized.Pointer, Scales = scales.Pointer };
            NormalizationMath.Forward(new Matrix(x.Pointer, rows, columns), where);
            NormalizationMath.Backward(new Matrix(gradient.Pointer, rows, columns), where);

            var direction = Enumerable.Range(0, columns).Select(_ => random.NextGaussian()).ToArray();
            for (var row = 0; row < rows; row++)
            {
                double[] Of(double[] numbers) => numbers[(row * columns)..((row + 1) * columns)];
                Near(ReferenceCell.Normalized(Of(before), gain), Of(Doubles(x)), 1e-3);
                Near(Of(Doubles(x)), [.. Of(Doubles(normalized)).Zip(gain, (a, b) => a * b)], 1e-6);
                double At(double t) => ReferenceCell.Normalized([.. Of(before).Zip(direction, (a, b) => a + t * b)], gain).Zip(Of(upstream), (a, b) => a * b).Sum();
                var expected = (At(1e-6) - At(-1e-6)) / 2e-6;
                var terms = Of(Doubles(gradient)).Zip(direction, (a, b) => a * b).ToArray();
                Assert.Equal(expected, terms.Sum(), 1e-3 * (1 + scales[row] + Math.Sqrt(terms.Sum(term => term * term))));
            }
        }, iter: 50, threads: 1);

    [Fact]
    public void Sums_of_columns_of_products_are_what_they_are_in_double_precision() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 70], Gen.Int[1, 3], Gen.Bool, Gen.ULong).Sample((rows, columns, threads, scaled, seed) =>
        {
            KernelThreads.Count = threads;
            var random = new RandomStream(seed, "rows");
            using var a = new Numbers(rows * columns, random);
            using var b = new Numbers(rows * columns, random);
            using var scales = new Numbers(rows, random);
            using var sums = new Numbers(columns);
            MatrixMath.SumColumnProducts(new Matrix(a.Pointer, rows, columns), new Matrix(b.Pointer, rows, columns), sums.Pointer, scaled ? scales.Pointer : null);
            var expected = Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => (scaled ? (double)scales[i] : 1) * a[i * columns + j] * b[i * columns + j]));
            Near([.. expected], Doubles(sums), 1e-5);
            MatrixMath.SumColumnProducts(
                new Matrix(a.Pointer, rows, columns), new Matrix(b.Pointer, rows, columns), sums.Pointer, scaled ? scales.Pointer : null, accumulate: true);
            Near([.. expected.Select(sum => 2 * sum)], Doubles(sums), 1e-5);
        }, iter: 50, threads: 1);

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance * (1 + Math.Abs(pair.First))));
    }

    private static double[] Doubles(Numbers numbers) => [.. Enumerable.Range(0, numbers.Count).Select(i => (double)numbers[i])];
}
