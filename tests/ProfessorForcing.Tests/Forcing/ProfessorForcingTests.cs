using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>What the options of professor forcing do. Gradients are tested beside this, in <see cref="GradientTests"/>.</summary>
public sealed class ProfessorForcingTests
{
    private const double LearningRate = 0.01;

    [Fact]
    public void The_two_scales_differ_by_exactly_the_mean_length()
    {
        Assert.Equal((4 + 1 + 3) / 3.0, Ratio(0), 1e-9);
        // Of what one gradient covers.
        Assert.Equal((2 + 1 + 2) / 3.0, Ratio(2), 1e-9);

        static double Ratio(int truncateSteps)
        {
            double Norm(AdversarialScale scale)
            {
                using var rig = new Rig(
                    Small.OpenGates with { AdversarialScale = scale, TeacherWeight = 0.5 }, training: Rig.GradientsAsMoments with { TruncateSteps = truncateSteps }, type: ScalarType.Float64);
                return rig.Step(Small.Batch(1, 4, 1, 3), 1, 0).AdversarialGradientNorm!.Value;
            }
            return Norm(AdversarialScale.PerStep) / Norm(AdversarialScale.Paper);
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1e6)]
    public void The_cap_limits_the_ratio_of_the_gradient_norms_and_keeps_their_direction(double limit)
    {
        var batch = Small.Batch(1, 4, 4, 4);
        var options = Small.OpenGates with { AdversarialOptimizer = AdversarialOptimizer.Separate, AdversarialScale = AdversarialScale.PerStep };
        using var free = new Rig(options, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
        using var capped = new Rig(options with { MaxGradientRatio = limit }, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
        var uncapped = free.Step(batch, 1, 0);
        var metrics = capped.Step(batch, 1, 0);
        var ratio = uncapped.AdversarialGradientNorm!.Value / uncapped.NllGradientNorm!.Value;
        var applied = Math.Min(ratio, limit);
        Assert.Equal(uncapped.AdversarialGradientNorm, metrics.AdversarialGradientNorm);
        Assert.Equal(applied, metrics.GradientRatio!.Value, 1e-9);
        Close.Named(free.Gradient("generator"), capped.Gradient("generator"), 0);
        foreach (var (name, gradient) in free.Gradient("adversarial"))
            Close.Numbers([.. gradient.Select(value => value * applied / ratio)], capped.Gradient("adversarial")[name], 1e-12);
    }

    [Fact]
    public void The_gradients_of_each_network_are_clipped_to_a_norm()
    {
        var batch = Small.Batch(1, 4, 4, 4);
        var options = Small.OpenGates with { AdversarialOptimizer = AdversarialOptimizer.Separate };
        const double Limit = 1e-3;
        using var free = new Rig(options, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
        using var clipped = new Rig(options, training: Rig.GradientsAsMoments with { ClipNorm = Limit }, type: ScalarType.Float64);
        free.Step(batch, 1, 0);
        clipped.Step(batch, 1, 0);
        foreach (var optimizer in free.Method.Optimizers.Select(optimizer => optimizer.Name))
        {
            var norm = Math.Sqrt(free.Gradient(optimizer).Values.Sum(values => values.Sum(value => value * value)));
            Assert.True(norm > Limit);
            foreach (var (name, gradient) in free.Gradient(optimizer))
                Close.Numbers([.. gradient.Select(value => value * Limit / norm)], clipped.Gradient(optimizer)[name], 1e-12);
        }
    }

    [Fact]
    public void The_adversarial_part_is_done_at_every_kth_step_and_the_others_are_teacher_forcing()
    {
        using var rig = new Rig(Small.OpenGates with { Every = 3 });
        for (var step = 1; step <= 7; step++)
        {
            var before = rig.Snapshot();
            var metrics = rig.Step(Small.Batch((ulong)step, 4, 3), step, LearningRate);
            var isAdversarial = step % 3 == 0;
            Assert.Equal(isAdversarial, metrics.Cd is not null);
            Assert.Equal(isAdversarial, metrics.Accuracy is not null);
            // Shares of all steps, not of those with an adversarial part.
            Assert.Equal((isAdversarial ? 1 : 0, isAdversarial ? 1 : 0), (metrics.GeneratorGate!.Value, metrics.DiscriminatorGate!.Value));
            Assert.True(double.IsFinite(metrics.Nll) && metrics.NllGradientNorm > 0);
            Assert.Equal(isAdversarial, !before["discriminator/logit.weight"].SequenceEqual(rig.Snapshot()["discriminator/logit.weight"]));
            Assert.False(before["generator/output.weight"].SequenceEqual(rig.Snapshot()["generator/output.weight"]));
        }
        Assert.Equal([7L, 2L], rig.Method.Optimizers.Select(optimizer => optimizer.Updates));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    public void As_many_rows_run_freely_as_are_asked_for(int asked, int expected)
    {
        using var rig = new Rig(Small.OpenGates with { FreeRunningRows = asked });
        var metrics = rig.Step(Small.Batch(1, 4, 4, 3, 4), 1, LearningRate);
        Assert.Equal([expected, 4], rig.Generator.Unrolled[1].Elements.shape);
        Assert.Equal(15, metrics.Elements);
    }

    [Fact]
    public void Rows_are_read_on_where_behaviour_has_a_length_of_its_own()
    {
        using var rig = new Rig(Small.OpenGates with { FreeRunningLength = 9 });
        using var plain = new Rig(Small.OpenGates);
        Assert.Equal((9, 0), (rig.Method.ContinuedLength, plain.Method.ContinuedLength));
        Assert.Throws<ArgumentNullException>(() => rig.Method.Step(Small.Batch(1, 4, 3), 1, LearningRate));
    }

    [Fact]
    public void The_likelihood_is_that_of_the_minibatch_however_its_rows_go_on()
    {
        var longer = Small.Batch(1, 9, 3, 7);
        using var rig = new Rig(Small.OpenGates with { FreeRunningLength = 9, SegmentLength = 3 });
        using var plain = new Rig(Small.OpenGates);
        var metrics = rig.Step(longer, 1, LearningRate);
        var expected = plain.Step(longer.Beginning(4), 1, LearningRate);
        Assert.Equal((11, expected.Nll, expected.NllGradientNorm), (metrics.Elements, metrics.Nll, metrics.NllGradientNorm));
        Assert.Equal([3, 9], rig.Generator.Unrolled[^1].Elements.shape);
    }

    [Fact]
    public void Segments_after_the_end_of_a_row_have_no_influence()
    {
        using var scope = NewDisposeScope();
        // Different padding, and different (later sampled) elements behind the ends, must not show.
        var batch = Small.Batch(1, 9, 2, 4);
        var other = new SequenceBatch(batch.Elements.clone(), batch.Lengths);
        other.Elements[1, 2..] = 3;
        other.Elements[2, 4..] = 4;
        var options = Small.OpenGates with { FreeRunningLength = 9, SegmentLength = 3, TeacherWeight = 1 };
        using var first = new Rig(options);
        using var second = new Rig(options);
        Assert.Equal(first.Step(batch, 1, LearningRate), second.Step(other, 1, LearningRate));
        Close.Named(Networks.Values(first.Network.Parameters), Networks.Values(second.Network.Parameters), 0);
        Close.Named(Networks.Values(first.Discriminator.Parameters), Networks.Values(second.Discriminator.Parameters), 0);
    }

    [Fact]
    public void Free_running_sequences_are_sampled_at_the_temperature_asked_for()
    {
        using var scope = NewDisposeScope();
        using var rig = new Rig(Small.OpenGates with { Temperature = 1e-4 });
        rig.Step(Small.Batch(1, 4, 4, 4), 1, 0);
        var samples = rig.Generator.Unrolled[1].Elements;
        var likeliest = rig.Network.Unroll(samples, rig.Network.InitialState(3), GeneratorMasks.None).Parameters.argmax(-1);
        Assert.Equal(likeliest.data<long>().ToArray(), samples.data<long>().ToArray());
    }

    [Fact]
    public void The_discriminators_learning_rate_follows_the_schedule_of_the_generators()
    {
        var batch = Small.Batch(1, 4, 4, 4);
        double[] Change(ProfessorForcingOptions options, double learningRate)
        {
            using var rig = new Rig(options, training: new TrainingOptions { LearningRate = 0.01 }, type: ScalarType.Float64);
            var before = Networks.Values(rig.Discriminator.Parameters)["logit.weight"];
            rig.Step(batch, 1, learningRate);
            return [.. Networks.Values(rig.Discriminator.Parameters)["logit.weight"].Zip(before, (after, value) => after - value)];
        }
        var plain = Change(Small.OpenGates, 0.01);
        Assert.Contains(plain, value => Math.Abs(value) > 1e-3);
        Close.Numbers([.. plain.Select(value => value / 2)], Change(Small.OpenGates, 0.005), 1e-12);
        Close.Numbers([.. plain.Select(value => value * 3)], Change(Small.OpenGates with { DiscriminatorLearningRate = 0.03 }, 0.01), 1e-12);
        Close.Numbers([.. plain.Select(value => value * 1.5)], Change(Small.OpenGates with { DiscriminatorLearningRate = 0.03 }, 0.005), 1e-12);
    }

    [Fact]
    public void Outside_the_clip_no_gradient_flows_to_either_network()
    {
        using var rig = Clipped(Small.OpenGates with { TeacherWeight = 1 });
        var metrics = rig.Step(Small.Batch(1, 4, 4, 4), 1, 0);
        Assert.Equal(1, metrics.Clipped!.Value, 1e-6);
        Assert.Equal(0, metrics.DiscriminatorGradientNorm);
        Assert.Equal(0, metrics.AdversarialGradientNorm);
        Assert.False(metrics.Skipped);
    }

    [Fact]
    public void A_straight_through_clip_passes_the_discriminators_gradient_and_not_the_generators()
    {
        using var scope = NewDisposeScope();
        var batch = Small.Batch(1, 4, 4, 4);
        using var rig = Clipped(Small.OpenGates with { TeacherWeight = 1, StraightThroughClip = true });
        var metrics = rig.Step(batch, 1, 0);
        Assert.Equal(0, metrics.AdversarialGradientNorm);
        // The costs are those of the clipped logits; their gradient is Σ ∂Cd/∂c_i · ∂ℓ_i/∂θd.
        var costs = rig.Costs(batch);
        Assert.Equal(costs.Cd, metrics.Cd!.Value, 1e-9);
        double Slope(double logit) => 1 / (1 + Math.Exp(-Math.Clamp(logit, -ClippedAt, ClippedAt)));
        var teacher = costs.TeacherLogits.Select(logit => (Slope(logit) - 1) / 3).ToArray();
        var free = costs.FreeLogits.Select(logit => Slope(logit) / 3).ToArray();
        FiniteDifferences.Check(rig.Discriminator.Parameters, [rig.Gradient("discriminator")], () =>
        {
            var now = rig.Costs(batch);
            return [now.TeacherLogits.Zip(teacher, (l, s) => l * s).Sum() + now.FreeLogits.Zip(free, (l, s) => l * s).Sum()];
        });
    }

    [Fact]
    public void Equal_seeds_give_equal_training_to_the_last_bit()
    {
        Rig Trained()
        {
            var rig = new Rig(
                Small.OpenGates with { TeacherWeight = 0.5 },
                Small.GeneratorOptions with { InputDropout = 0.2, OutputDropout = 0.2 },
                Small.DiscriminatorOptions with { Dropout = 0.2, InstanceNoise = 0.1 });
            for (var step = 1; step <= 5; step++)
                rig.Step(Small.Batch((ulong)step, 4, 3, 4), step, LearningRate);
            return rig;
        }
        using var first = Trained();
        using var second = Trained();
        Close.Named(first.Snapshot(), second.Snapshot(), 0);
    }

    private const double ClippedAt = 1e-3;

    private static Rig Clipped(ProfessorForcingOptions options) => new(
        options, discriminator: Small.DiscriminatorOptions with { Clip = ClippedAt }, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
}
