using ProfessorForcing.Data.Text;
using ProfessorForcing.Evaluation;

namespace ProfessorForcing.Tests.Evaluation;

public sealed class ExposureTests
{
    [Fact]
    public void Nats_by_position_and_first_illegal_steps_are_the_oracles()
    {
        var report = ExposureEvaluator.Measure(new Alternating(), [[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 0]]);
        var (legal, illegal) = (-Math.Log(0.9), -Math.Log(0.1));
        Assert.Equal(4, report.Length);
        Assert.Equal([-1, 2, 0, 3], report.FirstIllegal);
        Assert.Equal([legal, legal, illegal, illegal], report.Nats[1], (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        Assert.Equal([0, 0.25, 0.25, 0.5, 0.75], Enumerable.Range(0, 5).Select(report.IllegalShare));
    }

    [Fact]
    public void The_nll_of_a_range_is_the_mean_over_sequences_with_their_standard_error()
    {
        var report = new ExposureReport([[1, 2, 3, 4], [3, 4, 5, 6], [5, 6, 7, 8]], [-1, -1, -1]);
        var (mean, error) = report.Nll(1, 3);
        Assert.Equal(4.5, mean, 1e-12);
        Assert.Equal(2 / Math.Sqrt(3), error, 1e-12);
        Assert.True(double.IsNaN(new ExposureReport([[1, 2]], [-1]).Nll(0, 2).Error));
    }

    [Fact]
    public void Marks_grow_to_the_length()
    {
        Assert.Equal([10, 20, 50, 100, 200, 500, 1000, 2000], new ExposureReport([new double[2000]], [-1]).Marks);
        Assert.Equal([10, 20, 50, 70], new ExposureReport([new double[70]], [-1]).Marks);
        Assert.Equal([7], new ExposureReport([new double[7]], [-1]).Marks);
    }

    // 0 and 1 alternate, from 0, with probability 0.9; after an error the place in the sequence counts on.
    private sealed class Alternating : IOracle
    {
        public double EntropyRate => 0.325;

        public int Score(ReadOnlySpan<long> sequence, Span<double> logProbabilities)
        {
            var first = -1;
            for (var t = 0; t < sequence.Length; t++)
            {
                var isLegal = sequence[t] == t % 2;
                logProbabilities[t] = Math.Log(isLegal ? 0.9 : 0.1);
                if (!isLegal && first < 0)
                    first = t;
            }
            return first;
        }
    }
}
