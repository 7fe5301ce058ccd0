using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

using Method = ProfessorForcing.Forcing.ProfessorForcing;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>
/// Mistakes of earlier public implementations that show in the method as a whole. Others are tested where they would be
/// made: a discriminator never frozen in <see cref="GateTests"/>, mixed examples in the discriminator's tests, a double
/// softmax in the output's, the wrong length under the NLL in the objectives', validation on another part of the data in
/// <see cref="Training.TrainerTests"/>, conditions and prompts ignored when sampling with the sampler and with free running.
/// </summary>
public sealed class KnownMistakesTests
{
    [Fact]
    public void The_discriminator_descends_its_own_loss()
    {
        var batch = Small.Batch(1, 4, 3, 4);
        using var rig = new Rig(Small.Gates(generatorOpen: false, discriminatorOpen: true), type: ScalarType.Float64);
        using var frozen = new Rig(rig.Options, type: ScalarType.Float64);
        var before = rig.Step(batch, 1, 1e-3);
        // The same behaviours, of the generator before its update, judged anew.
        var after = ReferenceCosts.Of(frozen.Network, rig.Discriminator, rig.Options, batch, Rig.SequenceLength, rig.Generator.Unrolled);
        Assert.True(after.Cd < before.Cd - 1e-4, $"Cd went from {before.Cd} to {after.Cd}");
    }

    [Theory]
    [InlineData(1e6, 0)]
    [InlineData(0, 1e6)]
    public void The_generator_descends_the_discriminators_error(double freeWeight, double teacherWeight)
    {
        var batch = Small.Batch(1, 4, 3, 4);
        // The weight drowns the likelihood.
        using var rig = new Rig(
            Small.Gates(generatorOpen: true, discriminatorOpen: false) with { FreeWeight = freeWeight, TeacherWeight = teacherWeight },
            type: ScalarType.Float64);
        var before = rig.Step(batch, 1, 1e-3);
        var after = rig.Costs(batch);
        var (from, to) = freeWeight > 0 ? (before.Cf!.Value, after.Cf) : (before.Ct!.Value, after.Ct);
        Assert.True(to < from - 1e-4, $"the cost went from {from} to {to}");
        Assert.True(after.Cd > before.Cd!.Value, "fooling the discriminator must raise its loss");
    }

    // Two halves with the same behaviours: whatever told them apart would be padding, length, position or the half itself.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(11, 4)]
    [InlineData(11, 0)]
    public void With_equal_behaviours_the_halves_cannot_be_told_apart(int freeRunningLength, int segmentLength)
    {
        using var scope = NewDisposeScope();
        // There is one symbol only, so samples equal the data.
        using var rig = new Rig(
            Small.OpenGates with { FreeRunningLength = freeRunningLength, SegmentLength = segmentLength, TeacherWeight = 1 },
            Small.GeneratorOptions with { LearnedInitialState = true }, symbols: 1);
        int[] lengths = freeRunningLength == 0 ? [4, 1, 3, 2] : [11, 2, 7, 5];
        var batch = new SequenceBatch(zeros(4, lengths[0], dtype: ScalarType.Int64), lengths);
        for (var step = 1; step <= 30; step++)
        {
            var metrics = rig.Step(batch, step, 0.01);
            Assert.Equal(0.5, metrics.Accuracy!.Value, 1e-6);
            Assert.True(metrics.Cd >= 2 * Math.Log(2) - 1e-5, $"Cd = {metrics.Cd}");
        }
    }

    [Fact]
    public void Dropout_does_not_tell_the_halves_apart()
    {
        using var scope = NewDisposeScope();
        var options = Small.Gates(generatorOpen: false, discriminatorOpen: true);
        using var rig = new Rig(
            options, Small.GeneratorOptions with { InputDropout = 0.5, OutputDropout = 0.5 }, symbols: 1);
        var batch = new SequenceBatch(zeros(64, 4, dtype: ScalarType.Int64), [.. Enumerable.Repeat(4, 64)]);
        var (sum, late) = (0.0, 0);
        for (var step = 1; step <= 150; step++)
        {
            var metrics = rig.Step(batch, step, 0.01);
            if (step <= 100)
                continue;
            sum += metrics.Accuracy!.Value;
            late++;
        }
        // 50 minibatches of 128 rows: a standard error of at most 0.0063. Were one half without dropout, it would be near 1.
        Assert.Equal(0.5, sum / late, 5 * 0.0063);
    }

    [Fact]
    public void Free_rows_have_dropout_masks_of_their_own_drawn_like_those_of_the_teacher_forced_rows()
    {
        using var rig = new Rig(Small.OpenGates, new GeneratorOptions { Hidden = 50, Embedding = 40, InputDropout = 0.3, OutputDropout = 0.3 });
        rig.Step(Small.Batch(1, [.. Enumerable.Repeat(4, 40)]), 1, 0);
        var (teacher, free) = (rig.Generator.Unrolled[0].Masks, rig.Generator.Unrolled[1].Masks);
        foreach (var (a, b) in new[] { (teacher.Input!, free.Input!), (teacher.Outputs![0], free.Outputs![0]) })
        {
            var (first, second) = (Networks.Numbers(a), Networks.Numbers(b));
            Assert.NotEqual(first, second);
            Assert.Equal(0.3, first.Average(value => value == 0 ? 1 : 0), 0.06);
            Assert.Equal(0.3, second.Average(value => value == 0 ? 1 : 0), 0.06);
            Assert.Equal(1 / 0.7, first.Max(), 1e-6);
            Assert.Equal(1 / 0.7, second.Max(), 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(9, 4)]
    public void Both_halves_come_with_the_same_masks_and_lengths_from_one_pass(int freeRunningLength, int segmentLength)
    {
        using var scope = NewDisposeScope();
        var options = Small.OpenGates with { FreeRunningLength = freeRunningLength, SegmentLength = segmentLength };
        using var generator = Small.Generator();
        using var spy = new Spy(Small.Discriminator(options));
        using var method = new Method(generator, spy, options, new(), new RandomStreams(1));
        var rows = freeRunningLength == 0 ? Small.Batch(1, 4, 2, 3) : Small.Batch(1, 9, 2, 7);
        method.Step(rows.Beginning(Rig.SequenceLength), 1, 0, rows);
        var (shape, mask) = Assert.Single(spy.Seen);
        Assert.Equal(shape[..2], mask!.shape);
        var halves = mask.chunk(2);
        Close.Equal(halves[0], halves[1], 0);
    }

    [Fact]
    public void Samples_follow_the_models_own_distribution()
    {
        using var scope = NewDisposeScope();
        using var rig = new Rig(Small.OpenGates);
        // An untrained network is so nearly indifferent that a second softmax would change little.
        Networks.Perturb(rig.Network.Parameters, "output.weight", new RandomStream(4, "noise"), 4);
        rig.Step(Small.Batch(1, [.. Enumerable.Repeat(4, 3000)]), 1, 0);
        var stepByStep = rig.Generator.Unrolled[1].Elements.select(1, 0).data<long>().ToArray();
        var onKernels = Sampler.Sample(rig.Network, new SampleRequest { Count = 3000, Length = 1 }).Select(sample => sample[0]).ToArray();
        var (logits, _) = rig.Network.Step(rig.Network.InitialState(1), GeneratorMasks.None);
        var probabilities = Networks.Numbers(logits.to_type(ScalarType.Float64).softmax(-1));
        Assert.True(probabilities.Max() > 4 * probabilities.Min());
        foreach (var first in new[] { stepByStep, onKernels })
        {
            var chiSquare = probabilities.Select((probability, symbol) =>
                Math.Pow(first.Count(drawn => drawn == symbol) - 3000 * probability, 2) / (3000 * probability)).Sum();
            Assert.True(chiSquare < 23.5, $"χ² = {chiSquare}");
        }
    }

    private sealed class Spy(IDiscriminator inner) : IDiscriminator
    {
        public List<(long[] Shape, Tensor? Mask)> Seen { get; } = [];

        public ParameterSet Parameters => inner.Parameters;

        public double Clip => inner.Clip;

        public bool FollowsPlans => inner.FollowsPlans;

        public Tensor Logit(Tensor behaviour, Tensor? mask, RandomStream random, BackwardPlan? plan = null)
        {
            Seen.Add((behaviour.shape, mask?.clone().DetachFromDisposeScope()));
            return inner.Logit(behaviour, mask, random, plan);
        }

        public void Dispose() => inner.Dispose();
    }
}
