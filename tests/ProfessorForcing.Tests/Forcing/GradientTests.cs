using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>
/// What a training step gives its optimisers, against finite differences of the objectives with the sampled values held
/// fixed. A learning rate of 0 keeps the parameters where they were.
/// </summary>
public sealed class GradientTests
{
    private static readonly ProfessorForcingOptions Separate = Small.OpenGates with { AdversarialOptimizer = AdversarialOptimizer.Separate };

    public static TheoryData<string> Cases => [.. Setups.Keys];

    public static TheoryData<string> GeneratorCases => [.. Setups.Keys.Except(["per step", "smoothed labels"])];

    public static TheoryData<string> DiscriminatorCases =>
        [
        "as in the paper", "padded rows", "longer free running in segments", "smoothed labels", "tight clip", "normalised layers", "normalised lstm, padded rows",
    ];

    private static readonly Dictionary<string, Setup> Setups = new()
    {
        ["as in the paper"] = new(Separate),
        ["with Ct"] = new(Separate with { FreeWeight = 0.7, TeacherWeight = 1.3 }),
        ["Ct alone"] = new(Separate with { FreeWeight = 0, TeacherWeight = 1 }),
        ["per step"] = new(Separate with { AdversarialScale = AdversarialScale.PerStep }),
        ["lstm with every feature, dropout and a learned state"] = new(
            Separate with { Behaviour = Small.SymbolFeatures, TeacherWeight = 1 },
            new GeneratorOptions
            {
                Cell = CellKind.Lstm,
                Layers = 2,
                Hidden = 5,
                Embedding = 3,
                InputDropout = 0.3,
                OutputDropout = 0.3,
                LearnedInitialState = true,
            }),
        ["three layers, the upper two seen"] = new(
            Separate with { Behaviour = [BehaviourFeature.Candidate, BehaviourFeature.Hidden], BehaviourLayers = [2, 1] },
            new GeneratorOptions { Layers = 3, Hidden = 4, Embedding = 3, LearnedInitialState = true }),
        ["padded rows"] = new(Separate with { TeacherWeight = 1 }) { Lengths = [4, 2, 1] },
        ["some rows in segments"] = new(Separate with { TeacherWeight = 1, FreeRunningRows = 2, SegmentLength = 2 }) { Lengths = [1, 3, 4] },
        ["longer free running in segments"] = new(
            Separate with { TeacherWeight = 1, FreeRunningLength = 7, SegmentLength = 3 },
            new GeneratorOptions { Hidden = 5, Embedding = 3, InputDropout = 0.3, OutputDropout = 0.3, LearnedInitialState = true })
        {
            Lengths = [7, 2, 5],
        },
        ["normalised layers"] = new(
            Separate with { TeacherWeight = 1 }, new GeneratorOptions { Layers = 2, Hidden = 5, Embedding = 3, LayerNorm = true, LearnedInitialState = true })
        {
            LayerNorm = true,
        },
        ["normalised lstm, padded rows"] = new(
            Separate with { TeacherWeight = 1 },
            new GeneratorOptions { Cell = CellKind.Lstm, Hidden = 5, Embedding = 3, LayerNorm = true, LearnedInitialState = true, OutputDropout = 0.3 })
        {
            Cell = CellKind.Lstm,
            LayerNorm = true,
            Lengths = [4, 2, 1],
        },
        ["smoothed labels"] = new(Separate with { LabelSmoothing = 0.1 }),
        ["tight clip"] = new(Separate with { TeacherWeight = 1 }) { Clip = 0.5 },
    };

    [Theory]
    [MemberData(nameof(GeneratorCases))]
    public void The_generators_gradients_are_those_of_equations_2_to_4(string name)
    {
        var (rig, batch) = Step(name);
        // Divided by the mean length of the sequences whose NLL is taken, the ratio of the equations is kept.
        var meanLength = batch.Lengths.Average(length => Math.Min(length, Rig.SequenceLength));
        var scale = rig.Options.AdversarialScale == AdversarialScale.Paper ? 1 / meanLength : 1;
        using (rig)
        {
            FiniteDifferences.Check(rig.Network.Parameters, [rig.Gradient("generator"), rig.Gradient("adversarial")], () =>
            {
                var costs = rig.Costs(batch);
                return [costs.Nll, scale * (rig.Options.FreeWeight * costs.Cf + rig.Options.TeacherWeight * costs.Ct)];
            });
        }
    }

    [Theory]
    [MemberData(nameof(DiscriminatorCases))]
    public void The_discriminators_gradient_is_that_of_equation_1(string name)
    {
        var (rig, batch) = Step(name);
        using (rig)
            FiniteDifferences.Check(rig.Discriminator.Parameters, [rig.Gradient("discriminator")], () => [rig.Costs(batch).Cd]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_costs_reported_are_those_of_the_equations(string name)
    {
        var setup = Setups[name];
        using var rig = setup.Make();
        using var scope = NewDisposeScope();
        var batch = Small.Batch(1, setup.Lengths);
        var metrics = rig.Step(batch, 1, 0);
        var costs = rig.Costs(batch);
        Close.Numbers([costs.Nll, costs.Cd, costs.Cf, costs.Ct], [metrics.Nll, metrics.Cd!.Value, metrics.Cf!.Value, metrics.Ct!.Value], 1e-9);
        Close.Numbers(
            [costs.TeacherLogits.Average(logit => logit > 0 ? 1 : 0) / 2 + costs.FreeLogits.Average(logit => logit < 0 ? 1 : 0) / 2],
            [metrics.Accuracy!.Value], 1e-6);
        var clip = setup.Clip;
        Close.Numbers(
            [costs.TeacherLogits.Average(logit => Math.Abs(logit) > clip ? 1 : 0) / 2 + costs.FreeLogits.Average(logit => Math.Abs(logit) > clip ? 1 : 0) / 2],
            [metrics.Clipped!.Value], 1e-6);
    }

    [Fact]
    public void One_optimizer_gets_the_sum_of_both_gradients()
    {
        using var scope = NewDisposeScope();
        var batch = Small.Batch(1, 4, 4, 4);
        using var separate = new Rig(Separate, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
        using var joint = new Rig(
            Separate with { AdversarialOptimizer = AdversarialOptimizer.Joint }, training: Rig.GradientsAsMoments, type: ScalarType.Float64);
        var metrics = separate.Step(batch, 1, 0);
        joint.Step(batch, 1, 0);
        var (likelihood, adversarial) = (separate.Gradient("generator"), separate.Gradient("adversarial"));
        Close.Named(
            likelihood.ToDictionary(pair => pair.Key, pair => pair.Value.Zip(adversarial[pair.Key], (a, b) => a + b).ToArray()),
            joint.Gradient("generator"), 1e-12);

        static double Dot(Dictionary<string, double[]> a, Dictionary<string, double[]> b) =>
            a.Sum(pair => pair.Value.Zip(b[pair.Key], (x, y) => x * y).Sum());
        var (norm, adversarialNorm) = (Math.Sqrt(Dot(likelihood, likelihood)), Math.Sqrt(Dot(adversarial, adversarial)));
        Close.Numbers(
            [norm, adversarialNorm, adversarialNorm / norm, Dot(likelihood, adversarial) / norm / adversarialNorm],
            [
                metrics.NllGradientNorm!.Value, metrics.AdversarialGradientNorm!.Value, metrics.GradientRatio!.Value,
                metrics.GradientCosine!.Value,
            ], 1e-9);
    }

    [Fact]
    public void Without_the_gradient_into_the_embedding_only_the_embedding_that_is_seen_is_constant()
    {
        using var scope = NewDisposeScope();
        var batch = Small.Batch(1, 4, 4, 4);
        var options = Separate with { Behaviour = [BehaviourFeature.Embedding], EmbeddingGradient = true };
        using var flowing = new Rig(options, training: Rig.GradientsAsMoments);
        flowing.Step(batch, 1, 0);
        Assert.Contains(flowing.Gradient("adversarial")["embedding.weight"], value => value != 0);

        // The candidates' gradient reaches the embedding still, by way of the recurrence.
        using var both = new Rig(
            options with { Behaviour = [BehaviourFeature.Candidate, BehaviourFeature.Embedding] }, training: Rig.GradientsAsMoments);
        using var cut = both.Again(both.Options with { EmbeddingGradient = false }, Rig.GradientsAsMoments);
        both.Step(batch, 1, 0);
        cut.Step(batch, 1, 0);
        Assert.Contains(cut.Gradient("adversarial")["embedding.weight"], value => value != 0);
        Assert.NotEqual(both.Gradient("adversarial")["embedding.weight"], cut.Gradient("adversarial")["embedding.weight"]);
        Close.Numbers(both.Gradient("adversarial")["recurrent.weight_hh_l0"], cut.Gradient("adversarial")["recurrent.weight_hh_l0"], 1e-6);
    }

    private static (Rig Rig, ProfessorForcing.Data.SequenceBatch Batch) Step(string name)
    {
        var setup = Setups[name];
        var rig = setup.Make();
        var batch = Small.Batch(1, setup.Lengths);
        var metrics = rig.Step(batch, 1, 0);
        Assert.False(metrics.Skipped);
        return (rig, batch);
    }

    private sealed record Setup(ProfessorForcingOptions Options, GeneratorOptions? Generator = null)
    {
        public int[] Lengths { get; init; } = [4, 4, 4];

        public double Clip { get; init; } = 10;

        public CellKind Cell { get; init; } = CellKind.Gru;

        public bool LayerNorm { get; init; }

        public Rig Make() => new(
            Options, Generator, Small.DiscriminatorOptions with { Clip = Clip, Cell = Cell, LayerNorm = LayerNorm }, Rig.GradientsAsMoments, ScalarType.Float64);
    }
}
