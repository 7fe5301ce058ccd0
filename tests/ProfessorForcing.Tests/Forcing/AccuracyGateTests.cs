using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Forcing;

namespace ProfessorForcing.Tests.Forcing;

public sealed class AccuracyGateTests
{
    private static readonly ProfessorForcingOptions Paper = new();

    [Fact]
    public void The_average_is_a_bias_corrected_moving_average() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 30], Gen.Double[0, 0.999]).Sample((accuracies, decay) =>
        {
            var gate = new AccuracyGate(Paper with { GateDecay = decay });
            foreach (var accuracy in accuracies)
                gate.Observe(accuracy);
            var weights = accuracies.Select((_, i) => Math.Pow(decay, accuracies.Length - 1 - i)).ToArray();
            var expected = accuracies.Zip(weights, (accuracy, weight) => accuracy * weight).Sum() / weights.Sum();
            return Math.Abs(gate.Average - expected) < 1e-9;
        });

    [Fact]
    public void One_minibatch_is_its_own_average()
    {
        var gate = new AccuracyGate(Paper);
        Assert.Equal(0.5, gate.Average);
        gate.Observe(0.8);
        Assert.Equal(0.8, gate.Average, 12);
    }

    [Fact]
    public void Without_decay_each_minibatch_decides_alone()
    {
        var gate = new AccuracyGate(Paper with { GateDecay = 0, GateWarmup = 0 });
        foreach (var (accuracy, generator, discriminator) in new[]
                 {
                     (0.5, false, true), (0.75, false, true), (0.76, true, true), (0.98, true, true), (0.99, true, false), (1.0, true, false),
                     (0.0, false, true),
                 })
        {
            gate.Observe(accuracy);
            Assert.Equal(accuracy, gate.Average);
            Assert.Equal(generator, gate.GeneratorOpen);
            Assert.Equal(discriminator, gate.DiscriminatorOpen);
        }
    }

    [Fact]
    public void Until_ten_minibatches_have_been_seen_only_the_discriminator_learns()
    {
        var gate = new AccuracyGate(Paper);
        for (var seen = 1; seen <= 9; seen++)
        {
            gate.Observe(1);
            Assert.False(gate.GeneratorOpen);
            Assert.True(gate.DiscriminatorOpen);
        }
        gate.Observe(1);
        Assert.True(gate.GeneratorOpen);
        Assert.False(gate.DiscriminatorOpen);
    }

    [Fact]
    public void The_thresholds_of_the_paper_are_the_defaults()
    {
        Assert.Equal((0.75, 0.99, 0.9, 10), (Paper.GeneratorGate, Paper.DiscriminatorGate, Paper.GateDecay, Paper.GateWarmup));
        Assert.Equal((1.0, 0.0), (Paper.FreeWeight, Paper.TeacherWeight));
    }

    [Fact]
    public void A_saved_gate_goes_on_as_the_one_it_was_saved_from() =>
        Gen.Double[0, 1].Array[0, 15].Sample(accuracies =>
        {
            var gate = new AccuracyGate(Paper);
            foreach (var accuracy in accuracies)
                gate.Observe(accuracy);
            var restored = new AccuracyGate(Paper);
            restored.Restore(JsonNode.Parse(gate.Save().ToJsonString())!.AsObject());
            foreach (var next in new[] { 1, 0.9, 1 })
            {
                Assert.Equal((gate.Average, gate.GeneratorOpen, gate.DiscriminatorOpen), (restored.Average, restored.GeneratorOpen, restored.DiscriminatorOpen));
                gate.Observe(next);
                restored.Observe(next);
            }
            Assert.Equal(gate.Average, restored.Average);
        });
}
