using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class FreeRunningTests
{
    public static TheoryData<CellKind, int, double, bool, bool, int, ScalarType> Generators
    {
        get
        {
            var data = new TheoryData<CellKind, int, double, bool, bool, int, ScalarType>();
            foreach (var kind in Enum.GetValues<CellKind>())
            {
                foreach (var layers in new[] { 1, 2, 3 })
                {
                    foreach (var dropout in new[] { 0, 0.4 })
                    {
                        // In single precision the kernels do it in one go, in double precision torch operations step by step.
                        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                        {
                            data.Add(kind, layers, dropout, false, false, 0, type);
                            data.Add(kind, layers, dropout, true, false, 0, type);
                            data.Add(kind, layers, dropout, true, true, 0, type);
                            data.Add(kind, layers, dropout, true, layers == 2, 4, type);
                            data.Add(kind, layers, dropout, false, layers == 1, 8, type);
                        }
                    }
                }
            }
            return data;
        }
    }

    // The behaviour is followed step by step while it samples, and compared with the teacher-forced one on the samples.
    [Theory]
    [MemberData(nameof(Generators))]
    public void Free_running_behaviour_is_the_teacher_forced_behaviour_on_its_own_samples(
        CellKind kind, int layers, double dropout, bool learnedInitialState, bool normalized, int rowsWithPositions, ScalarType type)
    {
        using var scope = NewDisposeScope();
        // Normalising small numbers makes their rounding errors larger.
        var tolerance = type == ScalarType.Float64 ? 1e-12 : normalized ? 1e-5 : 2e-6;
        // With more rows than symbols the lowest layer reads a table.
        var rows = rowsWithPositions == 0 ? 4 : rowsWithPositions;
        const int Steps = 7;
        using var generator = Small.Generator(
            new GeneratorOptions
            {
                Cell = kind,
                Layers = layers,
                Hidden = 6,
                Embedding = 3,
                InputDropout = dropout,
                OutputDropout = dropout,
                LearnedInitialState = learnedInitialState,
                LayerNorm = normalized,
            },
            type: type, hasPositions: rowsWithPositions > 0);
        var masks = generator.DrawMasks(rows, new RandomStream(1, "dropout"));
        var uniforms = FreeRunning.DrawUniforms(generator, rows, Steps, new RandomStream(1, "sampling"));
        var (samples, final, _) = FreeRunning.Sample(generator, generator.InitialState(rows), masks, uniforms, SamplingOptions.Default);
        var teacherForced = generator.Unroll(samples, generator.InitialState(rows), masks);

        var state = generator.InitialState(rows);
        for (var t = 0; t < Steps; t++)
        {
            (var logits, state) = generator.Step(state, masks);
            var drawn = DrawByHand(logits, Networks.Numbers(uniforms[t]));
            Assert.Equal(drawn, samples.select(1, t).data<long>().ToArray());
            state = state with { Previous = tensor(drawn) };
            Close.Equal(logits, teacherForced.Parameters.select(1, t), tolerance);
            for (var layer = 0; layer < layers; layer++)
                Close.Equal(state.Layers[layer].Hidden, teacherForced.Hidden[layer].select(1, t), tolerance);
        }
        foreach (var (expected, actual) in teacherForced.Final.Tensors.Zip(final.Tensors))
            Close.Equal(expected, actual, tolerance);
        Assert.Equal((Steps, Steps, Steps), (teacherForced.Final.Position, final.Position, state.Position));
        var (again, trace, _) = FreeRunning.Run(generator, generator.InitialState(rows), masks, uniforms, SamplingOptions.Default);
        Assert.Equal(samples.data<long>().ToArray(), again.data<long>().ToArray());
        Close.Equal(teacherForced.Parameters, trace.Parameters, tolerance);
        Close.Equal(teacherForced.Embedding, trace.Embedding, 0);
        for (var layer = 0; layer < layers; layer++)
        {
            Close.Equal(teacherForced.Hidden[layer], trace.Hidden[layer], tolerance);
            Close.Equal(teacherForced.Candidates[layer]!, trace.Candidates[layer]!, 4 * tolerance);
        }
        // The gradient flows through the states alike.
        GradientsOf(teacherForced).Zip(GradientsOf(trace)).ToList().ForEach(pair => Close.Equal(pair.First, pair.Second, 20 * tolerance));
        IEnumerable<Tensor> GradientsOf(GeneratorTrace passed) =>
            ProfessorForcing.Optimization.Gradients.Of([passed.Hidden[^1].sum().add(passed.Candidates[0]!.sum())], generator.Parameters)
                .Values.OfType<Tensor>();
        Assert.True(samples.data<long>().Distinct().Count() > 1);
    }

    [Fact]
    public void Samples_are_constants_without_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(Small.GeneratorOptions with { LearnedInitialState = true });
        var (elements, final, _) = Sample(generator, 3, 5);
        Assert.False(elements.requires_grad);
        Assert.All(final.Tensors, value => Assert.False(value.requires_grad));
        Assert.True(is_grad_enabled());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Given_elements_replace_the_sampled_ones_and_are_read(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(type: type);
        var uniforms = FreeRunning.DrawUniforms(generator, 2, 6, new RandomStream(1, "sampling"));
        var given = Small.Batch(3, 6, 6).Elements;
        var isGiven = tensor(new[] { true, false, false, true, true, false, false, true, false, false, true, true }, 2, 6);
        var mixed = FreeRunning.Sample(
            generator, generator.InitialState(2), GeneratorMasks.None, uniforms, SamplingOptions.Default, given, isGiven).Elements;
        var logits = generator.Unroll(mixed, generator.InitialState(2), GeneratorMasks.None).Parameters;
        for (var t = 0; t < 6; t++)
        {
            var drawn = DrawByHand(logits.select(1, t), Networks.Numbers(uniforms[t]));
            for (var row = 0; row < 2; row++)
            {
                var expected = isGiven[row, t].item<bool>() ? given[row, t].item<long>() : drawn[row];
                Assert.Equal(expected, mixed[row, t].item<long>());
            }
        }
    }

    [Fact]
    public void The_same_stream_gives_the_same_samples()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        Assert.Equal(Sample(generator, 3, 9).Elements.data<long>().ToArray(), Sample(generator, 3, 9).Elements.data<long>().ToArray());
    }

    private static FreeRun Sample(RecurrentGenerator generator, int rows, int steps) => FreeRunning.Sample(
        generator, generator.InitialState(rows), GeneratorMasks.None,
        FreeRunning.DrawUniforms(generator, rows, steps, new RandomStream(1, "sampling")), SamplingOptions.Default);

    // The first symbol at which the cumulative probability exceeds the uniform number.
    private static long[] DrawByHand(Tensor logits, double[] uniforms)
    {
        var rows = Networks.Numbers(logits).Chunk(Small.Symbols).ToArray();
        return [.. rows.Zip(uniforms, (row, uniform) =>
        {
            var weights = row.Select(Math.Exp).ToArray();
            var (sum, symbol) = (weights[0], 0L);
            while (sum <= uniform * weights.Sum())
                sum += weights[++symbol];
            return symbol;
        })];
    }
}
