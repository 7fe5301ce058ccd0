using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class ScheduledSamplingTests
{
    private static readonly ScheduledSamplingOptions Always = new() { Probability = 1, Steps = 1 };

    [Theory]
    [InlineData(SamplingSchedule.Linear, 0, 0)]
    [InlineData(SamplingSchedule.Linear, 50, 0.1)]
    [InlineData(SamplingSchedule.Linear, 200, 0.4)]
    [InlineData(SamplingSchedule.Linear, 5000, 0.4)]
    [InlineData(SamplingSchedule.Exponential, 0, 0)]
    [InlineData(SamplingSchedule.Exponential, 40, 0.4 * 0.6321205588)]
    [InlineData(SamplingSchedule.Exponential, 200, 0.4 * 0.9932620530)]
    [InlineData(SamplingSchedule.Exponential, 1_000_000_000, 0.4)]
    [InlineData(SamplingSchedule.InverseSigmoid, 0, 0)]
    [InlineData(SamplingSchedule.InverseSigmoid, 100, 0.4 * 0.4983098)]
    [InlineData(SamplingSchedule.InverseSigmoid, 200, 0.4 * 0.9933068)]
    [InlineData(SamplingSchedule.InverseSigmoid, 1_000_000_000, 0.4)]
    public void The_probability_of_a_sampled_input_grows_by_its_schedule(SamplingSchedule schedule, long step, double expected) => Assert.Equal(
        expected, ScheduledSampling.Probability(new ScheduledSamplingOptions { Schedule = schedule, Probability = 0.4, Steps = 200 }, step), 1e-6);

    [Fact]
    public void The_probability_never_falls()
    {
        foreach (var schedule in Enum.GetValues<SamplingSchedule>())
        {
            var options = new ScheduledSamplingOptions { Schedule = schedule, Steps = 100 };
            var values = Enumerable.Range(0, 400).Select(step => ScheduledSampling.Probability(options, step)).ToArray();
            Assert.Equal(values.Order(), values);
            Assert.All(values, value => Assert.InRange(value, 0, 0.25));
        }
    }

    [Fact]
    public void At_probability_zero_it_is_teacher_forcing_to_the_last_bit()
    {
        var options = Small.GeneratorOptions with { InputDropout = 0.3, OutputDropout = 0.3, LearnedInitialState = true };
        using var first = Small.Generator(options);
        using var second = Small.Generator(options);
        using var scheduled = new ScheduledSampling(
            first, new ScheduledSamplingOptions { Probability = 0 }, new TrainingOptions(), new RandomStreams(1));
        using var teacher = new TeacherForcing(second, new TrainingOptions(), new RandomStreams(1));
        for (var step = 1; step <= 3; step++)
        {
            var batch = Small.Batch((ulong)step, 4, 3, 4);
            Assert.Equal(teacher.Step(batch, step, 0.01), scheduled.Step(batch, step, 0.01) with { SampledInputs = null });
        }
        Close.Named(Networks.Values(second.Parameters), Networks.Values(first.Parameters), 0);
        Close.Named(Networks.Values(teacher.Optimizers[0]), Networks.Values(scheduled.Optimizers[0]), 0);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Targets_stay_real_whatever_is_read_and_no_gradient_flows_through_samples(double probability)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(
            Small.GeneratorOptions with { InputDropout = 0.3, LearnedInitialState = true }, type: ScalarType.Float64);
        var recording = new RecordingGenerator(generator);
        using var method = new ScheduledSampling(
            recording, Always with { Probability = probability }, Rig.GradientsAsMoments, new RandomStreams(1));
        var batch = Small.Batch(1, 4, 2, 3);
        var metrics = method.Step(batch, 1, 0);
        var (read, masks) = Assert.Single(recording.Unrolled);
        double Nll()
        {
            using var inner = NewDisposeScope();
            using var noGradient = no_grad();
            var probabilities = Networks.Numbers(generator.Unroll(read, generator.InitialState(3), masks).Parameters.softmax(-1));
            var sum = 0.0;
            for (var row = 0; row < 3; row++)
            {
                for (var t = 0; t < batch.Lengths[row]; t++)
                    sum -= Math.Log(probabilities[(row * 4 + t) * Small.Symbols + batch.Elements[row, t].item<long>()]);
            }
            return sum / 9;
        }
        Assert.Equal(Nll(), metrics.Nll, 1e-9);
        Assert.NotEqual(batch.Elements.data<long>().ToArray(), read.data<long>().ToArray());
        var gradient = method.Optimizers[0].Moments.Where(moment => moment.Name.StartsWith("exp_avg.", StringComparison.Ordinal))
            .ToDictionary(moment => moment.Name["exp_avg.".Length..], moment => Networks.Numbers(moment.Value));
        FiniteDifferences.Check(generator.Parameters, [gradient], () => [Nll()]);
    }

    [Fact]
    public void Each_input_is_replaced_by_a_coin_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        var recording = new RecordingGenerator(generator);
        using var method = new ScheduledSampling(recording, Always with { Probability = 0.3 }, new TrainingOptions(), new RandomStreams(1));
        // The data hold a symbol that the generator never puts out, so what is not that symbol was sampled.
        using (no_grad())
            Networks.Find(generator.Parameters, "output.bias").narrow(0, 2, 1).fill_(-1000);
        var batch = new SequenceBatch(full(40, 50, 2L, dtype: ScalarType.Int64), [.. Enumerable.Repeat(50, 40)]);
        var metrics = method.Step(batch, 1, 0);
        Assert.Equal(0.3, metrics.SampledInputs);
        var sampled = recording.Unrolled[0].Elements.ne(2).to_type(ScalarType.Float64);
        const double Deviation = 0.4583; // √(0.3 · 0.7)
        Assert.Equal(0.3, sampled.mean().item<double>(), 5 * Deviation / Math.Sqrt(2000));
        // Neighbours in time and in the minibatch are independent.
        var centred = sampled - 0.3;
        Assert.Equal(0, (centred.narrow(1, 0, 49) * centred.narrow(1, 1, 49)).mean().item<double>(), 5 * 0.21 / Math.Sqrt(40 * 49));
        Assert.Equal(0, (centred.narrow(0, 0, 39) * centred.narrow(0, 1, 39)).mean().item<double>(), 5 * 0.21 / Math.Sqrt(39 * 50));
    }

    [Fact]
    public void Samples_are_drawn_by_the_model_that_reads_the_mixture()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(type: ScalarType.Float64);
        var recording = new RecordingGenerator(generator);
        using var method = new ScheduledSampling(recording, Always with { Probability = 0.6 }, new TrainingOptions(), new RandomStreams(1));
        var batch = Small.Batch(1, 8, 8, 8);
        method.Step(batch, 1, 0);
        var read = recording.Unrolled[0].Elements;
        var uniforms = FreeRunning.DrawUniforms(generator, 3, 8, new RandomStream(1, "sampling"));
        var parameters = generator.Unroll(read, generator.InitialState(3), GeneratorMasks.None).Parameters;
        for (var t = 0; t < 8; t++)
        {
            var drawn = generator.Output.Sample(parameters.select(1, t), uniforms[t], new()).data<long>().ToArray();
            for (var row = 0; row < 3; row++)
                Assert.Contains(read[row, t].item<long>(), new[] { drawn[row], batch.Elements[row, t].item<long>() });
        }
    }
}
