using CsCheck;

using ProfessorForcing.Evaluation.Handwriting;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class WassersteinDistanceTests
{
    private static readonly Gen<double[]> Numbers = Gen.Int[-20, 20].Select(number => number / 4.0).Array[1, 9];

    [Theory]
    [InlineData(new double[] { 0, 1, 3 }, new double[] { 8, 5, 6 }, 5)]
    [InlineData(new double[] { 0 }, new double[] { 0, 1 }, 0.5)]
    [InlineData(new double[] { 0, 0, 3 }, new double[] { 1 }, 4 / 3.0)]
    [InlineData(new double[] { 0, 10 }, new double[] { 5, 5 }, 5)]
    [InlineData(new double[] { 7 }, new double[] { 7, 7, 7 }, 0)]
    public void It_is_how_far_numbers_have_to_be_moved_on_average(double[] first, double[] second, double expected) =>
        Assert.Equal(expected, WassersteinDistance.Between(first, second), 12);

    [Fact]
    public void Sorted_numbers_are_moved_to_sorted_numbers() =>
        Gen.Select(Numbers, Numbers).Sample((first, second) =>
        {
            // As many copies as it takes for both to be equally many.
            static double[] Copies(double[] numbers, int count) => [.. numbers.Order().SelectMany(number => Enumerable.Repeat(number, count))];
            var expected = Copies(first, second.Length).Zip(Copies(second, first.Length), (a, b) => Math.Abs(a - b)).Average();
            Assert.Equal(expected, WassersteinDistance.Between(first, second), 1e-9);
            Assert.Equal(expected, WassersteinDistance.Between(second, first), 1e-9);
        });

    [Fact]
    public void Shifting_all_numbers_moves_it_by_the_shift_and_copies_in_any_order_have_none() =>
        Gen.Select(Numbers, Gen.Double[-50, 50], Gen.Int[1, 4]).Sample((numbers, shift, copies) =>
        {
            Assert.Equal(Math.Abs(shift), WassersteinDistance.Between(numbers, Array.ConvertAll(numbers, number => number + shift)), 1e-9);
            Assert.Equal(0, WassersteinDistance.Between(numbers, [.. Enumerable.Repeat(numbers.Reverse(), copies).SelectMany(copy => copy)]));
        });

    [Fact]
    public void Scaling_all_numbers_scales_it() =>
        Gen.Select(Numbers, Numbers, Gen.Double[-3, 3]).Sample((first, second, factor) =>
            Assert.Equal(
                Math.Abs(factor) * WassersteinDistance.Between(first, second),
                WassersteinDistance.Between(Array.ConvertAll(first, number => factor * number), Array.ConvertAll(second, number => factor * number)), 1e-9));

    [Fact]
    public void Empty_sets_and_numbers_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WassersteinDistance.Between([], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WassersteinDistance.Between([1], []));
        Assert.Throws<ArgumentException>(() => WassersteinDistance.Between([1, double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => WassersteinDistance.Between([1], [double.PositiveInfinity]));
    }
}
