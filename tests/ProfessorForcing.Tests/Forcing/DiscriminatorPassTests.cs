using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>One pass back through the discriminator gives what separate ones give.</summary>
public sealed class DiscriminatorPassTests
{
    private const int Rows = 6;
    private const int Width = 9;

    // Logits of the first and last rows of each half are moved beyond the clip; others lie at ±2.197 = logit 0.9, where smoothing by
    // 0.1 leaves Cd no gradient.
    private static readonly double[] Logits = [14, 2.1972246, -3, 0.5, -2.1972246, -12];

    public static TheoryData<bool, bool, double, double, bool, bool> States
    {
        get
        {
            var states = new TheoryData<bool, bool, double, double, bool, bool>();
            foreach (var (learns, reaches) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                foreach (var smoothing in new[] { 0, 0.1 })
                {
                    foreach (var teacherWeight in new[] { 0.0, 0.7 })
                    {
                        states.Add(learns, reaches, smoothing, teacherWeight, false, false);
                        states.Add(learns, reaches, smoothing, teacherWeight, true, false);
                        states.Add(learns, reaches, smoothing, teacherWeight, teacherWeight > 0, true);
                    }
                }
            }
            return states;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void One_pass_back_gives_the_gradients_of_separate_ones(bool discriminatorLearns, bool reachesGenerator, double smoothing, double teacherWeight, bool projects, bool normalized)
    {
        using var scope = NewDisposeScope();
        using var discriminator = new RecurrentDiscriminator(
            new RecurrentDiscriminatorOptions
            {
                Cell = projects ? CellKind.Lstm : CellKind.Gru,
                Hidden = 18,
                LayerNorm = normalized,
                Dropout = 0.2,
                InstanceNoise = 0.1,
                OutputProjection = projects ? 3 : 0,
            },
            new BehaviourShape(Width, projects ? 4 : 0), new RandomStream(1, "d"), CPU);
        var mask = tensor(Enumerable.Range(0, 2 * Rows * 5).Select(i => i % 5 < 3 + i / 5 % 3 ? 1f : 0f).ToArray(), 2 * Rows, 5);
        // What must be added to each logit for it to be where it is wanted.
        var shift = tensor(Logits.Concat(Logits.Reverse()).ToArray(), dtype: ScalarType.Float32) - Judge(Behaviour(false), Behaviour(false)).Logits.detach();

        var (tied, free) = (Behaviour(teacherWeight > 0), Behaviour(true));
        var pass = Judge(tied, free);
        var (cd, cost) = Costs(pass.Logits + shift);
        var leaves = teacherWeight > 0 ? new[] { tied, free } : [free];
        var (weights, behaviours) = pass.Back(discriminatorLearns ? cd : null, reachesGenerator ? cost : null, leaves, teacherWeight > 0 ? null : (Rows, Rows));

        var again = leaves.Select(leaf => leaf.detach().requires_grad_()).ToArray();
        var plain = discriminator.Logit(cat([teacherWeight > 0 ? again[0] : tied, again[^1]]), mask, new RandomStream(2, "noise")) + shift;
        Assert.Equal(4, plain.abs().gt(10).sum().item<long>());
        var (plainCd, plainCost) = Costs(plain);
        Assert.Equal(discriminatorLearns, weights is not null);
        Assert.Equal(reachesGenerator, behaviours is not null);
        if (weights is not null)
        {
            var expected = Gradients.Of([plainCd], discriminator.Parameters, retainGraph: true);
            foreach (var (want, got) in expected.Values.Zip(weights.Values))
                Same(want!, got!);
        }
        if (behaviours is not null)
        {
            var expected = Gradients.WithRespectTo(again, [plainCost], retainGraph: true);
            foreach (var (want, got) in expected.Zip(behaviours))
                Same(want!, got);
        }

        DiscriminatorPass Judge(Tensor teacher, Tensor sampled) =>
            new(discriminator, cat([teacher, sampled]), mask, new RandomStream(2, "noise"));

        (Tensor Cd, Tensor Cost) Costs(Tensor logits)
        {
            var clipped = logits.clamp(-10, 10);
            var (teacher, sampled, each) = (clipped.narrow(0, 0, Rows), clipped.narrow(0, Rows, Rows), full(Rows, 1f / Rows));
            return (
                Objectives.Cd(teacher, each, sampled, each, smoothing),
                Objectives.Cf(sampled, each) * 0.3 + Objectives.Ct(teacher, each) * teacherWeight);
        }
    }

    [Theory]
    [InlineData(CellKind.Gru, 0, 0, true, false)]
    [InlineData(CellKind.Gru, 2, 0, false, false)]
    [InlineData(CellKind.Gru, 2, 0, true, true)]
    [InlineData(CellKind.Gru, 0, 3, true, false)]
    [InlineData(CellKind.Gru, 0, 3, false, false)]
    [InlineData(CellKind.Lstm, 2, 3, true, false)]
    [InlineData(CellKind.Lstm, 0, 0, false, true)]
    public void Rows_that_are_wanted_get_the_gradient_that_they_get_among_all_to_the_last_bit(CellKind cell, int recomputeSteps, int projection, bool learns, bool normalized)
    {
        using var scope = NewDisposeScope();
        using var discriminator = new RecurrentDiscriminator(
            new RecurrentDiscriminatorOptions { Cell = cell, Hidden = 18, OutputProjection = projection, LayerNorm = normalized }, new BehaviourShape(Width, projection > 0 ? 4 : 0),
            new RandomStream(1, "d"), CPU, recomputeSteps: recomputeSteps);
        (Gradients? Weights, Tensor Behaviour) Run((int, int)? rows)
        {
            var free = Behaviour(true);
            var pass = new DiscriminatorPass(discriminator, cat([Behaviour(false), free]), null, new RandomStream(2, "noise"));
            var (weights, behaviours) = pass.Back(learns ? pass.Logits.square().sum() : null, pass.Logits.narrow(0, Rows, Rows).square().sum(), [free], rows);
            return (weights, behaviours![0]);
        }
        var (all, some) = (Run(null), Run((Rows, Rows)));
        Close.Equal(all.Behaviour, some.Behaviour, 0);
        if (learns)
            Assert.All(all.Weights!.Values.Zip(some.Weights!.Values), pair => Close.Equal(pair.First!, pair.Second!, 0));
    }

    private static Tensor Behaviour(bool requiresGradient) =>
        Small.Uniform(requiresGradient ? 5UL : 6UL, ScalarType.Float32, Rows, 5, Width).requires_grad_(requiresGradient);

    private static void Same(Tensor expected, Tensor actual)
    {
        var size = expected.norm().item<float>();
        Assert.True((expected - actual).norm().item<float>() <= 1e-5 * size, $"{(expected - actual).norm().item<float>()} of {size}");
    }
}
