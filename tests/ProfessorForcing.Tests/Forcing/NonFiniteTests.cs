using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>A step whose loss or gradient is not finite is left out: nothing changes.</summary>
public sealed class NonFiniteTests
{
    [Theory]
    [InlineData("generator", "output.bias", double.NaN)]
    [InlineData("generator", "output.bias", double.PositiveInfinity)]
    [InlineData("generator", "recurrent.weight_hh_l0", double.NaN)]
    [InlineData("generator", "embedding.weight", double.NaN)]
    [InlineData("discriminator", "logit.bias", double.NaN)]
    [InlineData("discriminator", "recurrent.weight_hh_l0_reverse", double.NaN)]
    public void Professor_forcing_changes_nothing(string network, string parameter, double value)
    {
        using var rig = new Rig(Small.OpenGates with { TeacherWeight = 1, AdversarialOptimizer = AdversarialOptimizer.Separate });
        for (var step = 1; step <= 3; step++)
            Assert.False(rig.Step(Small.Batch((ulong)step, 4, 3, 4), step, 0.01).Skipped);
        var parameters = network == "generator" ? rig.Network.Parameters : rig.Discriminator.Parameters;
        Networks.Fill(Networks.Find(parameters, parameter), value);
        var (before, gate) = (rig.Snapshot(), rig.Method.SaveState().ToJsonString());

        var metrics = rig.Step(Small.Batch(4, 4, 3, 4), 4, 0.01);

        Assert.True(metrics.Skipped);
        var after = rig.Snapshot();
        foreach (var (name, values) in before)
            Assert.True(values.SequenceEqual(after[name]), $"{name} changed");
        Assert.Equal(gate, rig.Method.SaveState().ToJsonString());
    }

    // A gate that is closed does not save a step: the discriminator's state is broken and the run must be told so.
    [Fact]
    public void A_broken_discriminator_is_noticed_with_its_gate_closed()
    {
        using var rig = new Rig(Small.Gates(generatorOpen: false, discriminatorOpen: false));
        Networks.Fill(Networks.Find(rig.Discriminator.Parameters, "logit.bias"), double.NaN);
        Assert.True(rig.Step(Small.Batch(1, 4, 4), 1, 0.01).Skipped);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_enough()
    {
        using var rig = new Rig(Small.OpenGates with { FreeWeight = 1e300, AdversarialScale = AdversarialScale.PerStep });
        var before = rig.Snapshot();
        var metrics = rig.Step(Small.Batch(1, 4, 4), 1, 0.01);
        Assert.True(double.IsFinite(metrics.Nll) && double.IsFinite(metrics.Cd!.Value) && double.IsFinite(metrics.Cf!.Value));
        Assert.True(metrics.Skipped);
        Close.Named(before, rig.Snapshot(), 0);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Teacher_forcing_and_scheduled_sampling_change_nothing(double value)
    {
        foreach (var scheduled in new[] { false, true })
        {
            using var generator = Small.Generator();
            using IForcingMethod method = scheduled
                ? new ScheduledSampling(generator, new ScheduledSamplingOptions(), new TrainingOptions(), new RandomStreams(1))
                : new TeacherForcing(generator, new TrainingOptions(), new RandomStreams(1));
            Assert.False(method.Step(Small.Batch(1, 4, 3), 1, 0.01).Skipped);
            Networks.Fill(Networks.Find(generator.Parameters, "output.bias"), value);
            var (parameters, moments) = (Networks.Values(generator.Parameters), Networks.Values(method.Optimizers[0]));
            Assert.True(method.Step(Small.Batch(2, 4, 3), 2, 0.01).Skipped);
            Assert.Equal(parameters, Networks.Values(generator.Parameters));
            Assert.Equal(moments, Networks.Values(method.Optimizers[0]));
        }
    }
}
