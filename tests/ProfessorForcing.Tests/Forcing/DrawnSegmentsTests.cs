using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class DrawnSegmentsTests
{
    private const int Length = 3;

    private static readonly ProfessorForcingOptions Options = Small.OpenGates with
    {
        Behaviour = [BehaviourFeature.Hidden, BehaviourFeature.Embedding],
        SegmentLength = Length,
        JudgedSegments = 2,
        FreeRunningLength = 11,
        TeacherWeight = 1,
    };

    [Fact]
    public void Whole_segments_are_drawn_and_none_twice()
    {
        var random = new RandomStream(1, "segments");
        var drawn = Enumerable.Range(0, 300).SelectMany(_ => DrawnSegments.Choose([11, 2, 3, 8], Length, 2, random)).CountBy(place => place).ToDictionary();
        Assert.Equal([0, 1, 2], drawn.Keys.Where(place => place.Row == 0).Select(place => place.Segment).Order());
        Assert.All(drawn.Where(pair => pair.Key.Row == 0), pair => Assert.InRange(pair.Value, 160, 240)); // two of three
        Assert.Equal(300, drawn[(0, 2)]);
        Assert.Equal(300, drawn[(1, 3)]);
        Assert.DoesNotContain(drawn.Keys, place => place.Row == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Behaviours_are_those_of_the_whole_sequences_at_the_same_places(bool isPen)
    {
        using var scope = NewDisposeScope();
        using IGenerator generator = isPen ? Small.PenGenerator(Small.PenOptions with { Layers = 2, OutputDropout = 0.3 }) : Small.Generator(new() { Layers = 2, Hidden = 6, Embedding = 3, OutputDropout = 0.3 });
        var batch = isPen ? Small.PenBatch(1, ScalarType.Float32, 11, 7, 2) : Small.Batch(1, 11, 7, 2);
        var masks = generator.DrawMasks(3, new RandomStream(5, "dropout"));
        var streams = new RandomStreams(1);
        var drawn = new DrawnSegments(generator, Options, streams).Draw(batch, masks)!.Value;

        // The same once more, by hand.
        var again = new RandomStreams(1);
        var freeMasks = generator.DrawMasks(3, again["dropout"]);
        var uniforms = FreeRunning.DrawUniforms(generator, 3, 11, again["sampling"]);
        var (_, free, lengths) = FreeRunning.Run(generator, generator.InitialState(3, batch.Text), freeMasks, uniforms, SamplingOptions.Default);
        var teacher = generator.Unroll(batch.Elements, generator.InitialState(3, batch.Text), masks);
        var real = batch.Lengths.Zip(lengths, Math.Min).Zip(teacher.Lengths, Math.Min);
        var places = DrawnSegments.Choose(real, Length, 2, again["segments"]);
        Assert.True(places.Count is > 1 and < 6);
        Tensor Pieces(GeneratorTrace trace)
        {
            var behaviour = BehaviourView.Of(generator, trace, Options);
            var ordered = isPen ? places : [.. places.OrderBy(place => place.Segment == 0)];
            return stack([.. ordered.Select(place => behaviour[place.Row].narrow(0, place.Segment * Length, Length))]);
        }
        Close.Equal(Pieces(teacher), drawn.Teacher, 1e-5);
        Close.Equal(Pieces(free), drawn.Free, 1e-5);
    }

    [Fact]
    public void A_window_at_the_end_of_a_real_rows_text_ends_both_halves()
    {
        var shortened = 0;
        for (var seed = 1UL; seed <= 20; seed++)
        {
            using var scope = NewDisposeScope();
            using var generator = Small.PenGenerator(seed: seed);
            Hurry(generator);
            var batch = Small.PenBatch(seed, ScalarType.Float32, 12, 12, 12, 12);
            var drawn = new DrawnSegments(generator, Options with { JudgedSegments = 4 }, new RandomStreams(1)).Draw(batch, GeneratorMasks.None);

            var teacher = generator.Unroll(batch.Elements, generator.InitialState(4, batch.Text), GeneratorMasks.None).Lengths;
            var uniforms = FreeRunning.DrawUniforms(generator, 4, 12, new RandomStreams(1)["sampling"]);
            var (_, _, free) = FreeRunning.Run(generator, generator.InitialState(4, batch.Text), GeneratorMasks.None, uniforms, SamplingOptions.Default);
            var whole = teacher.Zip(free, Math.Min).Sum(length => length / Length);
            Assert.Equal(whole, drawn?.Teacher.shape[0] ?? 0);
            shortened += free.Sum(length => length / Length) - whole;
        }
        Assert.True(shortened > 0, "no window came to the end of a real row's text first");
    }

    // So that windows come to the end of their texts.
    private static void Hurry(HandwritingGenerator generator)
    {
        using var noGradient = no_grad();
        var bias = Networks.Find(generator.Parameters, "window.bias");
        bias.narrow(0, 2 * Small.PenOptions.WindowComponents, Small.PenOptions.WindowComponents).add_(tensor(2f));
    }

    [Fact]
    public void Gradient_ends_where_a_segment_begins()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator(type: ScalarType.Float64);
        var batch = Small.PenBatch(1, ScalarType.Float64, 11, 11);
        var options = Options with { JudgedSegments = 3 }; // all
        var drawn = new DrawnSegments(generator, options, new RandomStreams(1)).Draw(batch, GeneratorMasks.None)!.Value;
        var gradients = Gradients.Of([drawn.Teacher.sum()], generator.Parameters);

        var state = generator.InitialState(2, batch.Text);
        var sum = zeros(1, dtype: ScalarType.Float64);
        for (var from = 0; from < 9; from += Length)
        {
            var trace = generator.Unroll(batch.Elements.narrow(1, from, Length), state, GeneratorMasks.None);
            // Only segments that are whole in the free-running half, too.
            sum = sum + BehaviourView.Of(generator, trace, options).narrow(0, 0, 2).sum();
            state = trace.Final.Select(value => value.detach());
        }
        Assert.Equal(6, drawn.Teacher.shape[0]);
        foreach (var (expected, actual) in Gradients.Of([sum], generator.Parameters).Values.Zip(gradients.Values))
        {
            Assert.Equal(expected is null, actual is null);
            if (expected is not null)
                Close.Equal(expected, actual!, 1e-10);
        }
    }

    [Fact]
    public void Nothing_is_judged_where_no_row_is_long_enough()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        Assert.Null(new DrawnSegments(generator, Options, new RandomStreams(1)).Draw(Small.Batch(1, 2, 1), GeneratorMasks.None));
        using var rig = new Rig(Options);
        var metrics = rig.Step(Small.Batch(1, 2, 1), 1, 0.01);
        Assert.Equal((0, 0), (metrics.GeneratorGate, metrics.DiscriminatorGate));
        Assert.Null(metrics.Cd);
    }

    [Fact]
    public void Both_networks_learn_from_drawn_segments()
    {
        using var rig = new Rig(Options);
        var before = rig.Snapshot();
        var metrics = rig.Step(Small.Batch(1, 11, 9, 4), 1, 0.01);
        Assert.True(metrics.AdversarialGradientNorm > 0 && metrics.DiscriminatorGradientNorm > 0);
        Assert.Equal(4, metrics.Elements / 3);
        Assert.NotEqual(before["generator/recurrent.weight_hh_l0"], rig.Snapshot()["generator/recurrent.weight_hh_l0"]);
    }
}
