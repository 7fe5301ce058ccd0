using ProfessorForcing.Forcing;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(new float[] { 1, 2 }, new float[] { -1, -2 }, 1)]
    [InlineData(new float[] { -1, -2 }, new float[] { 1, 2 }, 0)]
    [InlineData(new float[] { 1, -2 }, new float[] { -1, -2 }, 0.75)]
    [InlineData(new float[] { 0, 0 }, new float[] { 0, 0 }, 0.5)]
    [InlineData(new float[] { 1, 0 }, new float[] { -1, -1 }, 0.875)]
    [InlineData(new float[] { 1, 1 }, new float[] { -0f, -0f }, 0.75)]
    public void The_accuracy_is_the_mean_of_the_halves_and_a_logit_of_zero_counts_half(float[] teacher, float[] free, double accuracy)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(accuracy, Judged(teacher, free).Accuracy(), 1e-6);
    }

    [Fact]
    public void Each_half_counts_half_however_many_rows_it_has()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.5 * (1 / 3.0) + 0.5 * 1, Judged([1, -1, -1], [-1]).Accuracy(), 1e-6);
    }

    [Fact]
    public void A_coin_is_at_exactly_one_half_whatever_weights_round_to()
    {
        using var scope = NewDisposeScope();
        for (var rows = 1; rows < 200; rows++)
            Assert.Equal(0.5, Judged(new float[rows], new float[rows]).Accuracy());
    }

    [Fact]
    public void Rows_without_weight_do_not_count()
    {
        using var scope = NewDisposeScope();
        var verdict = new Verdict(tensor([1f, -1]), tensor([1f, 0]), tensor([-1f, 20]), tensor([1f, 0]), 10);
        Assert.Equal(1, verdict.Accuracy(), 1e-6);
        Assert.Equal(0, verdict.ClippedShare(), 1e-6);
    }

    [Fact]
    public void Rows_outside_the_clip_on_either_side_are_counted()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.5 * (2 / 4.0) + 0.5 * (1 / 4.0), Judged([11, -10.5f, 10, 0], [-10, 9, -12, 0]).ClippedShare(), 1e-6);
    }

    [Fact]
    public void A_logit_that_is_not_a_number_gives_no_accuracy()
    {
        using var scope = NewDisposeScope();
        Assert.False(double.IsFinite(Judged([float.NaN, 1], [-1, -1]).Accuracy()));
        Assert.False(double.IsFinite(Judged([1, 1], [-1, float.NaN]).Accuracy()));
    }

    private static Verdict Judged(float[] teacher, float[] free) => new(
        tensor(teacher), full(teacher.Length, 1f / teacher.Length), tensor(free), full(free.Length, 1f / free.Length), 10);
}
