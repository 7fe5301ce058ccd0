using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Generators;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class PenSamplerTests
{
    private static readonly PenRequest Request = new() { Texts = [[0, 1, 2], [3, 1, 2, 0, 0, 1], [2]], Lengths = [30, 30, 30], Seed = 5, KeepsDensities = true };

    [Fact]
    public void A_sample_depends_on_the_seed_its_number_and_its_text_only()
    {
        using var generator = Small.PenGenerator();
        var all = PenSampler.Sample(generator, Request);
        var fewer = PenSampler.Sample(generator, Request with { Texts = [Request.Texts[0], Request.Texts[1]] });
        var other = PenSampler.Sample(generator, Request with { Seed = 6 });
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(all[i].Points.Count, fewer[i].Points.Count);
            Assert.All(all[i].Points.Zip(fewer[i].Points), pair => Assert.Equal(pair.First.Dx, pair.Second.Dx, 1e-4));
        }
        Assert.NotEqual(all[1].Points[0], other[1].Points[0]);
    }

    [Fact]
    public void It_ends_before_the_first_point_at_which_the_place_after_the_text_weighs_most()
    {
        using var generator = Small.PenGenerator();
        // A third of a character at a step; chance could let a Gaussian of the window stand still.
        Networks.Fill(Networks.Find(generator.Parameters, "window.bias"), -1);
        var samples = PenSampler.Sample(generator, Request with { Lengths = [200, 200, 200] });
        Assert.All(samples.Zip(Request.Texts), pair =>
        {
            var (sample, text) = pair;
            Assert.True(sample.HasEnded);
            Assert.InRange(sample.Points.Count, 1, 199);
            Assert.Equal(sample.Points.Count, sample.Weights.Count);
            Assert.Equal(sample.Points.Count, sample.Densities.Count);
            Assert.All(sample.Weights, weights =>
            {
                Assert.Equal(text.Length + 1, weights.Length);
                Assert.True(weights[^1] <= weights[..^1].Max());
            });
            Assert.True(sample.Points[^1].LiftsPen);
        });
        var cut = PenSampler.Sample(generator, Request with { Lengths = [1, 1, 1] });
        Assert.All(cut, sample => Assert.Equal((1, false), (sample.Points.Count, sample.HasEnded)));
        // Each has a limit of its own.
        Assert.Equal([2, 1, samples[2].Points.Count], PenSampler.Sample(generator, Request with { Lengths = [2, 1, 200] }).Select(sample => sample.Points.Count));
    }

    [Fact]
    public void Points_are_drawn_from_the_densities_that_are_told()
    {
        using var generator = Small.PenGenerator();
        var sharp = PenSampler.Sample(generator, Request with { Sampling = new SamplingOptions { Bias = 20 } });
        Assert.All(sharp.SelectMany(sample => sample.Points.Zip(sample.Densities)), pair =>
        {
            var (point, density) = pair;
            Assert.Contains(density.Gaussians, gaussian => Math.Abs(gaussian.MeanX - point.Dx) < 1e-3 && Math.Abs(gaussian.MeanY - point.Dy) < 1e-3);
        });
    }

    [Fact]
    public void With_priming_the_strokes_and_their_text_are_read_first()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        PenPoint[] strokes = [new(0.5f, -1, false), new(1, 1, true), new(-0.5f, 0.25f, false)];
        var primed = PenSampler.Sample(generator, Request with { Texts = [[3, 2, 1]], PrimingPoints = strokes, PrimingText = [0, 1] })[0];

        var points = tensor(new[] { 0.5f, -1, 0, 1, 1, 1, -0.5f, 0.25f, 0 }, 1, 3, 3);
        var text = new TextCondition(tensor(new long[] { 0, 1, 3, 2, 1 }, 1, 5), [5]);
        var state = generator.Unroll(points, generator.InitialState(1, text), GeneratorMasks.None).Final;
        var (_, after) = generator.Step(state, GeneratorMasks.None);
        Assert.Equal(4, primed.Weights[0].Length);
        Close.Numbers([.. Networks.Numbers(after.Window!.Weights).Skip(2)], [.. primed.Weights[0].Select(weight => (double)weight)], 1e-6);
    }
}
