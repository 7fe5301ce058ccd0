using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class TruncatedLikelihoodTests
{
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(true, 1)]
    [InlineData(false, 100)]
    public void The_likelihood_is_that_of_whole_sequences_and_gradient_ends_at_chunks(bool isPen, int steps)
    {
        using var scope = NewDisposeScope();
        GeneratorOptions options = new() { Layers = 2, Hidden = 5, Embedding = 3, Mixtures = 2, WindowComponents = 2, LearnedInitialState = true, OutputDropout = 0.3 };
        using IGenerator generator = isPen ? Small.PenGenerator(options, type: ScalarType.Float64) : Small.Generator(options, type: ScalarType.Float64);
        var batch = isPen ? Small.PenBatch(1, ScalarType.Float64, 8, 3, 5) : Small.Batch(1, 8, 3, 5);
        var masks = generator.DrawMasks(3, new RandomStream(1, "dropout"));
        var (nll, gradients) = TruncatedLikelihood.Of(generator, batch, batch.Elements, masks, steps);

        var whole = Objectives.Nll(generator.Unroll(batch.Elements, generator.InitialState(3, batch.Text), masks).LogProbability(batch.Elements), batch);
        Assert.Equal(whole.item<double>(), nll, 1e-10);
        // In one graph, which the states between chunks are not part of.
        var (sum, state) = (zeros(1, dtype: ScalarType.Float64), generator.InitialState(3, batch.Text));
        for (var from = 0; from < 8; from += steps)
        {
            var count = Math.Min(steps, 8 - from);
            var trace = generator.Unroll(batch.Elements.narrow(1, from, count), state, masks);
            sum = sum - (trace.LogProbability(batch.Elements.narrow(1, from, count)) * batch.Mask().narrow(1, from, count)).sum() / 16;
            state = trace.Final.Select(value => value.detach());
        }
        foreach (var (expected, actual) in Gradients.Of([sum], generator.Parameters).Values.Zip(gradients.Values))
            Close.Equal(expected!, actual!, 1e-10);
        var untruncated = Gradients.Of([whole], generator.Parameters);
        Assert.Equal(steps >= 8, Math.Abs(untruncated.Norm() - gradients.Norm()) < 1e-10);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(3, 8)]
    public void Every_method_uses_it_for_sequences_longer_than_a_chunk(int steps, int length)
    {
        var training = Rig.GradientsAsMoments with { TruncateSteps = steps };
        double Norm(Func<IGenerator, IForcingMethod> make)
        {
            using var scope = NewDisposeScope();
            using var generator = Small.Generator();
            using var method = make(generator);
            return method.Step(Small.Batch(1, length, length), 1, 0).NllGradientNorm!.Value;
        }
        using var reference = Small.Generator();
        using var outer = NewDisposeScope();
        var batch = Small.Batch(1, length, length);
        var expected = TruncatedLikelihood.Of(reference, batch, batch.Elements, GeneratorMasks.None, steps == 0 ? length : steps).Gradients.Norm();
        Assert.Equal(expected, Norm(generator => new TeacherForcing(generator, training, new RandomStreams(1))), 1e-5);
        Assert.Equal(expected, Norm(generator => new ScheduledSampling(generator, new() { Probability = 0 }, training, new RandomStreams(1))), 1e-5);
        using var rig = new Rig(Small.OpenGates with { SegmentLength = 2, JudgedSegments = 2 }, training: training, sequenceLength: length);
        Assert.Equal(expected, rig.Step(batch, 1, 0).NllGradientNorm!.Value, 1e-5);
    }
}
