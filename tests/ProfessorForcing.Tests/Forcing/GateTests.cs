using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>Who is updated by what, in all four states of the two gates.</summary>
public sealed class GateTests
{
    private const double LearningRate = 0.01;

    public static TheoryData<bool, bool, AdversarialOptimizer> States
    {
        get
        {
            var data = new TheoryData<bool, bool, AdversarialOptimizer>();
            foreach (var optimizer in Enum.GetValues<AdversarialOptimizer>())
            {
                foreach (var generatorOpen in new[] { false, true })
                {
                    data.Add(generatorOpen, false, optimizer);
                    data.Add(generatorOpen, true, optimizer);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_closed_gate_leaves_parameters_and_moments_untouched(bool generatorOpen, bool discriminatorOpen, AdversarialOptimizer optimizer)
    {
        using var rig = new Rig(Small.Gates(generatorOpen, discriminatorOpen) with { AdversarialOptimizer = optimizer });
        // Moments that are not zero would still move the parameters if a closed gate passed a gradient of zero.
        using var scope = NewDisposeScope();
        foreach (var used in rig.Method.Optimizers)
        {
            foreach (var (_, value) in used.Moments)
                value.fill_(0.01);
        }
        var before = rig.Snapshot();
        for (var step = 1; step <= 3; step++)
        {
            var metrics = rig.Step(Small.Batch((ulong)step, 4, 3, 4), step, LearningRate);
            Assert.Equal(generatorOpen ? 1 : 0, metrics.GeneratorGate);
            Assert.Equal(discriminatorOpen ? 1 : 0, metrics.DiscriminatorGate);
        }
        var after = rig.Snapshot();
        foreach (var (name, values) in before)
        {
            var mayChange = name.StartsWith("discriminator", StringComparison.Ordinal) ? discriminatorOpen
                : !name.StartsWith("adversarial", StringComparison.Ordinal) || generatorOpen;
            if (mayChange)
                Assert.False(values.SequenceEqual(after[name]), $"{name} did not change");
            else
                Assert.True(values.SequenceEqual(after[name]), $"{name} changed");
        }
    }

    // The discriminator's update changes nothing of the generator, and no adversarial gradient passes the closed gate.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_its_gate_closed_the_generator_learns_as_by_teacher_forcing_to_the_last_bit(bool discriminatorOpen)
    {
        using var rig = new Rig(Small.Gates(generatorOpen: false, discriminatorOpen));
        using var generator = Small.Generator();
        using var teacherForcing = new TeacherForcing(generator, new TrainingOptions(), new RandomStreams(1));
        for (var step = 1; step <= 3; step++)
        {
            var metrics = rig.Step(Small.Batch((ulong)step, 4, 3, 4), step, LearningRate);
            var expected = teacherForcing.Step(Small.Batch((ulong)step, 4, 3, 4), step, LearningRate);
            Assert.Equal((expected.Nll, expected.NllGradientNorm), (metrics.Nll, metrics.NllGradientNorm));
            Assert.Null(metrics.AdversarialGradientNorm);
        }
        Close.Named(Networks.Values(generator.Parameters), Networks.Values(rig.Network.Parameters), 0);
        Close.Named(Networks.Values(teacherForcing.Optimizers[0]), Networks.Values(rig.Method.Optimizers[0]), 0);
    }

    // The generator's update changes nothing of the discriminator: its first update is the same with the generator's gate open and closed.
    [Fact]
    public void The_discriminators_update_does_not_depend_on_the_generators_gate()
    {
        var batch = Small.Batch(1, 4, 3, 4);
        using var open = new Rig(Small.Gates(generatorOpen: true, discriminatorOpen: true) with { TeacherWeight = 1 });
        using var closed = new Rig(Small.Gates(generatorOpen: false, discriminatorOpen: true) with { TeacherWeight = 1 });
        open.Step(batch, 1, LearningRate);
        closed.Step(batch, 1, LearningRate);
        Close.Named(Networks.Values(closed.Discriminator.Parameters), Networks.Values(open.Discriminator.Parameters), 0);
        Assert.NotEqual(Networks.Values(open.Network.Parameters)["embedding.weight"], Networks.Values(closed.Network.Parameters)["embedding.weight"]);
    }

    // Both gradients are taken before any update: the generator's is through the same θd with D's gate open and closed.
    [Fact]
    public void The_generators_update_is_through_the_discriminator_before_its_own()
    {
        var batch = Small.Batch(1, 4, 3, 4);
        using var open = new Rig(Small.Gates(generatorOpen: true, discriminatorOpen: true) with { TeacherWeight = 1 });
        using var closed = new Rig(Small.Gates(generatorOpen: true, discriminatorOpen: false) with { TeacherWeight = 1 });
        var metrics = open.Step(batch, 1, LearningRate);
        var expected = closed.Step(batch, 1, LearningRate);
        Close.Named(Networks.Values(closed.Network.Parameters), Networks.Values(open.Network.Parameters), 0);
        Assert.Equal(
            (expected.Accuracy, expected.Cd, expected.Cf, expected.Ct, expected.AdversarialGradientNorm),
            (metrics.Accuracy, metrics.Cd, metrics.Cf, metrics.Ct, metrics.AdversarialGradientNorm));
    }

    [Fact]
    public void The_gates_follow_the_average_accuracy()
    {
        // Data that a generator at its initial weights is easily told from, until it has learnt them.
        using var scope = NewDisposeScope();
        var batch = new SequenceBatch(ones(16, 4, dtype: ScalarType.Int64), [.. Enumerable.Repeat(4, 16)]);
        using var rig = new Rig(new ProfessorForcingOptions { GateWarmup = 3, GeneratorGate = 0.6, DiscriminatorGate = 0.7 });
        var gate = new AccuracyGate(rig.Options);
        var states = new HashSet<(double?, double?)>();
        for (var step = 1; step <= 60; step++)
        {
            var metrics = rig.Step(batch, step, 0.01);
            gate.Observe(metrics.Accuracy!.Value);
            Assert.Equal(
                (gate.Average, gate.GeneratorOpen ? 1 : 0, gate.DiscriminatorOpen ? 1 : 0),
                (metrics.AverageAccuracy!.Value, metrics.GeneratorGate!.Value, metrics.DiscriminatorGate!.Value));
            states.Add((metrics.GeneratorGate, metrics.DiscriminatorGate));
        }
        Assert.Equal([(0, 1), (1, 0), (1, 1)], states.Order());
    }

    [Fact]
    public void Adversarial_warm_up_keeps_the_generators_gate_closed_while_the_discriminator_learns()
    {
        using var rig = new Rig(Small.OpenGates with { WarmupSteps = 2 });
        for (var step = 1; step <= 4; step++)
        {
            var metrics = rig.Step(Small.Batch((ulong)step, 4, 4), step, LearningRate);
            Assert.Equal(step > 2 ? 1 : 0, metrics.GeneratorGate);
            Assert.Equal(1, metrics.DiscriminatorGate);
        }
    }

    [Fact]
    public void A_restored_method_goes_on_with_the_saved_average()
    {
        using var rig = new Rig(new ProfessorForcingOptions());
        for (var step = 1; step <= 12; step++)
            rig.Step(Small.Batch((ulong)step, 4, 4), step, LearningRate);
        using var other = rig.Again();
        other.Method.RestoreState(System.Text.Json.Nodes.JsonNode.Parse(rig.Method.SaveState().ToJsonString())!.AsObject());
        var (saved, restored) = (rig.Method.SaveState().ToJsonString(), other.Method.SaveState().ToJsonString());
        Assert.Equal(saved, restored);
        Assert.NotEqual(saved, rig.Again().Method.SaveState().ToJsonString());
    }
}
