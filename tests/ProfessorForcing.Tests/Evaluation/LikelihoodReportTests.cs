using CsCheck;

using ProfessorForcing.Evaluation;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Evaluation;

public sealed class LikelihoodReportTests
{
    [Fact]
    public void Bits_per_character_are_nats_over_all_elements_and_the_logarithm_of_two()
    {
        // 8 characters at ½ and one sequence of 2 at ¼: (8 · 1 + 2 · 2) / 10 bits.
        var report = new LikelihoodReport([8 * Math.Log(2), 2 * Math.Log(4)], [8, 2]);
        Assert.Equal(10, report.Elements);
        Assert.Equal(1.2, report.Bits, 1e-12);
        Assert.Equal(1.2 * Math.Log(2), report.Nll, 1e-12);
        Assert.Equal(Math.Pow(2, 1.2), report.Perplexity, 1e-12);
    }

    [Fact]
    public void A_sequence_twice_as_long_counts_twice_in_the_mean() =>
        Gen.Select(Gen.Double[0.1, 5], Gen.Double[0.1, 5], Gen.Int[1, 50], Gen.Int[1, 50]).Sample((a, b, m, n) =>
            Math.Abs(new LikelihoodReport([a * m, b * n], [m, n]).Nll - (a * m + b * n) / (m + n)) < 1e-9);

    [Fact]
    public void The_standard_error_is_that_seen_over_many_reports()
    {
        var random = new RandomStream(1, "reports");
        var (estimates, errors) = (new List<double>(), new List<double>());
        for (var trial = 0; trial < 2000; trial++)
        {
            var lengths = Enumerable.Range(0, 40).Select(_ => 1 + random.NextInt(10)).ToArray();
            var report = new LikelihoodReport([.. lengths.Select(length => 2 * length + 0.5 * Math.Sqrt(length) * random.NextGaussian())], lengths);
            estimates.Add(report.Nll);
            errors.Add(report.NllError);
        }
        var seen = Math.Sqrt(estimates.Average(value => (value - 2) * (value - 2)));
        Assert.Equal(1, errors.Average() / seen, 0.1);
    }

    [Fact]
    public void The_excess_is_the_mean_difference_and_its_error_that_of_pairs()
    {
        var lengths = new[] { 10, 10, 10, 10 };
        var oracle = new LikelihoodReport([10, 20, 30, 40], lengths);
        var model = new LikelihoodReport([12, 23, 31, 42], lengths);
        var (difference, error) = model.Excess(oracle);
        Assert.Equal(0.2, difference, 1e-12);
        // Differences 2, 3, 1, 2: variance 2/3, over 4 sequences of 10.
        Assert.Equal(Math.Sqrt(2 / 3.0 / 4) / 10, error, 1e-12);
        Assert.Equal((0, 0), model.Excess(model));
    }

    [Fact]
    public void Reports_over_different_sequences_are_not_compared() =>
        Assert.Throws<ArgumentException>(() => new LikelihoodReport([1, 2], [1, 2]).Excess(new LikelihoodReport([1, 2], [2, 1])));

    [Fact]
    public void Sequences_of_one_unit_count_as_one()
    {
        // A mean of 2: residuals are 2, 4; −1, −1; −4. Of the units 6, −2 and −4.
        var report = new LikelihoodReport([4, 8, 3, 3, 2], [1, 2, 2, 2, 3]) { Units = [7, 7, 0, 0, 3] };
        Assert.Equal(2, report.Nll, 1e-12);
        Assert.Equal(Math.Sqrt((36 + 4 + 16) * 3 / 2.0) / 10, report.NllError, 1e-12);
        // A mean of 4: residuals are 0, 4; −1, −1; −2.
        Assert.Equal(Math.Sqrt((16 + 4 + 4) * 3 / 2.0) / 5, report.NllOfSequence.Error, 1e-12);
        // A mean difference of 0.5 from another: differences are 3, 0; 1, 1; 0, residuals 2.5, −1; 0, 0; −1.5.
        Assert.Equal(Math.Sqrt((2.25 + 0 + 2.25) * 3 / 2) / 10, report.Excess(new([1, 8, 2, 2, 2], report.Lengths)).Error, 1e-12);
        Assert.True(double.IsNaN((report with { Units = [1, 1, 1, 1, 1] }).NllError));
        Assert.Equal((report with { Units = [] }).NllError, (report with { Units = [5, 4, 3, 2, 1] }).NllError, 1e-15);
    }

    [Fact]
    public void One_sequence_has_no_standard_error() => Assert.True(double.IsNaN(new LikelihoodReport([3], [3]).NllError));
}
