using ProfessorForcing.Forcing;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class SegmentsTests
{
    [Fact]
    public void Whole_rows_of_equal_length_are_one_segment_each_without_a_mask()
    {
        using var scope = NewDisposeScope();
        var behaviour = Small.Uniform(1, ScalarType.Float32, 3, 5, 2);
        foreach (var size in new[] { 0, 5, 9 })
        {
            var segments = Segments.Cut(behaviour, [5, 5, 5], size);
            Close.Equal(behaviour, segments.Behaviour, 0);
            Assert.Null(segments.Mask);
            Close.Numbers([1 / 3.0, 1 / 3.0, 1 / 3.0], Networks.Numbers(segments.Weights));
        }
    }

    [Fact]
    public void Segments_do_not_overlap_and_keep_the_rows_apart()
    {
        using var scope = NewDisposeScope();
        var behaviour = Small.Uniform(1, ScalarType.Float32, 2, 7, 3);
        var segments = Segments.Cut(behaviour, [7, 7], 3);
        Assert.Equal([6, 3, 3], segments.Behaviour.shape);
        for (var row = 0; row < 2; row++)
        {
            for (var t = 0; t < 7; t++)
                Close.Equal(behaviour[row, t], segments.Behaviour[row * 3 + t / 3, t % 3], 0);
        }
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0], Networks.Numbers(segments.Mask!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Segments_with_real_steps_weigh_the_same_and_together_one_and_the_others_nothing(int size)
    {
        using var scope = NewDisposeScope();
        int[] lengths = [7, 2, 1, 4];
        var segments = Segments.Cut(Small.Uniform(1, ScalarType.Float32, 4, 7, 2), lengths, size);
        var weights = Networks.Numbers(segments.Weights);
        var real = Networks.Numbers(segments.Mask!.sum(1));
        Assert.Equal(1, weights.Sum(), 1e-6);
        Assert.Single(weights.Where(weight => weight > 0).Distinct());
        Assert.Equal(real.Select(steps => steps > 0), weights.Select(weight => weight > 0));
        Assert.Equal(lengths.Sum(), real.Sum());
    }

    [Fact]
    public void Gradients_flow_back_to_the_steps_that_segments_come_from()
    {
        using var scope = NewDisposeScope();
        var behaviour = Small.Uniform(1, ScalarType.Float32, 2, 5, 1).requires_grad_();
        var segments = Segments.Cut(behaviour, [5, 3], 2);
        (segments.Behaviour * segments.Mask!.unsqueeze(-1)).sum().backward();
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], Networks.Numbers(behaviour.grad!));
    }
}
