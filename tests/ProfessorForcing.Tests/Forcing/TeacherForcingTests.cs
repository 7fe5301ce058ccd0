using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class TeacherForcingTests
{
    [Fact]
    public void Training_equals_torchs_adam_on_the_masked_cross_entropy()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(type: ScalarType.Float64);
        using var reference = Small.Generator(type: ScalarType.Float64);
        var training = new TrainingOptions { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6 };
        using var method = new TeacherForcing(generator, training, new RandomStreams(1));
        using var adam = optim.Adam(reference.Parameters.Values, 0.02, 0.8, 0.99, 1e-6);
        for (var step = 1; step <= 4; step++)
        {
            var batch = Small.Batch((ulong)step, 4, 2, 3);
            var metrics = method.Step(batch, step, 0.02);

            adam.zero_grad();
            var logits = reference.Unroll(batch.Elements, reference.InitialState(3), GeneratorMasks.None).Parameters;
            var losses = Enumerable.Range(0, 3).Select(row => nn.functional.cross_entropy(
                logits[row].narrow(0, 0, batch.Lengths[row]), batch.Elements[row].narrow(0, 0, batch.Lengths[row]), reduction: nn.Reduction.Sum));
            var loss = losses.Aggregate((a, b) => a + b) / 9;
            loss.backward();
            var norm = Math.Sqrt(reference.Parameters.Values.Sum(value => value.grad!.square().sum().item<double>()));
            adam.step();

            Assert.Equal(9, metrics.Elements);
            Close.Numbers([loss.item<double>(), norm], [metrics.Nll, metrics.NllGradientNorm!.Value], 1e-12);
        }
        Close.Named(Networks.Values(reference.Parameters), Networks.Values(generator.Parameters), 1e-10);
    }

    [Fact]
    public void The_gradient_is_clipped_to_a_norm_and_its_own_norm_reported()
    {
        using var generator = Small.Generator();
        using var method = new TeacherForcing(generator, new TrainingOptions { Beta1 = 0, ClipNorm = 0.01 }, new RandomStreams(1));
        var metrics = method.Step(Small.Batch(1, 4, 4), 1, 0);
        Assert.True(metrics.NllGradientNorm > 0.01);
        var applied = method.Optimizers[0].Moments.Where(moment => moment.Name.StartsWith("exp_avg.", StringComparison.Ordinal))
            .Sum(moment => Networks.Numbers(moment.Value).Sum(value => value * value));
        Assert.Equal(0.01, Math.Sqrt(applied), 1e-6);
    }

    [Fact]
    public void It_learns_a_sequence_by_heart()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(new GeneratorOptions { Hidden = 16, Embedding = 8 });
        using var method = new TeacherForcing(generator, new TrainingOptions(), new RandomStreams(1));
        var batch = Small.Batch(1, 8);
        var nll = double.NaN;
        for (var step = 1; step <= 150; step++)
            nll = method.Step(batch, step, 0.02).Nll;
        Assert.True(nll < 0.1, $"NLL = {nll}");
        Assert.Equal(batch.Elements.data<long>().ToArray(), Sampler.Sample(generator, new SampleRequest
        {
            Length = 8,
            Sampling = new() { Temperature = 0.01 },
        })[0]);
    }
}
