using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data.Text;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Configuration;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

using Method = ProfessorForcing.Forcing.ProfessorForcing;

namespace ProfessorForcing.Tests.Forcing;

/// <summary>A whole step on the kernels against the same step on torch operations in double precision.</summary>
public sealed class KernelStepTests
{
    [Theory]
    [InlineData(CellKind.Gru, true, true, false, false)]
    [InlineData(CellKind.Gru, true, false, true, false)]
    [InlineData(CellKind.Gru, false, true, true, false)]
    [InlineData(CellKind.Gru, false, false, false, false)]
    [InlineData(CellKind.Gru, true, true, false, true)]
    [InlineData(CellKind.Gru, true, true, true, true)]
    [InlineData(CellKind.Gru, false, true, false, true)]
    [InlineData(CellKind.Lstm, true, true, true, false)]
    [InlineData(CellKind.Lstm, false, true, false, false)]
    [InlineData(CellKind.Lstm, true, true, true, true)]
    public void A_step_is_that_of_the_reference(CellKind cell, bool generatorOpen, bool discriminatorOpen, bool everything, bool normalized)
    {
        var (kernel, reference) = (Run(ScalarType.Float32), Run(ScalarType.Float64));
        Assert.Equal(reference.Metrics.GeneratorGate, kernel.Metrics.GeneratorGate);
        Near(reference.Metrics.Nll, kernel.Metrics.Nll);
        Near(reference.Metrics.Cd, kernel.Metrics.Cd);
        Near(reference.Metrics.Cf, kernel.Metrics.Cf);
        Near(reference.Metrics.NllGradientNorm, kernel.Metrics.NllGradientNorm);
        Near(reference.Metrics.AdversarialGradientNorm, kernel.Metrics.AdversarialGradientNorm);
        Near(reference.Metrics.DiscriminatorGradientNorm, kernel.Metrics.DiscriminatorGradientNorm);
        foreach (var (name, expected) in reference.Gradients)
        {
            var size = Math.Sqrt(expected.Sum(value => value * value));
            var off = Math.Sqrt(expected.Zip(kernel.Gradients[name], (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(off <= 1e-4 * size + 1e-9, $"{name}: {off} of {size}");
        }

        (StepMetrics Metrics, Dictionary<string, double[]> Gradients) Run(ScalarType type)
        {
            var options = Small.Gates(generatorOpen, discriminatorOpen) with
            {
                TeacherWeight = everything ? 0.5 : 0,
                SegmentLength = everything ? 3 : 0,
                Behaviour = everything ? Small.SymbolFeatures : [BehaviourFeature.Candidate, BehaviourFeature.Embedding],
                LabelSmoothing = everything ? 0.1 : 0,
            };
            var network = new GeneratorOptions { Cell = cell, Layers = 2, Hidden = 19, Embedding = 6, LearnedInitialState = true, OutputDropout = everything ? 0.2 : 0, LayerNorm = normalized };
            var random = new RandomStreams(7);
            using var generator = Small.Generator(network, type: type, hasPositions: everything);
            var discriminator = Small.Discriminator(
                options, network, new RecurrentDiscriminatorOptions { Cell = cell, Hidden = 18, OutputProjection = everything ? 3 : 0, LayerNorm = normalized }, type: type);
            Networks.Perturb(discriminator.Parameters, "", new RandomStream(1, "noise"), 0.2);
            using var method = new Method(generator, discriminator, options, Rig.GradientsAsMoments, random);
            var metrics = method.Step(Small.Batch(1, 6, 4, 6, 6, 5, 6, 6), 1, 1e-3);
            var gradients = method.Optimizers.SelectMany(optimizer => optimizer.Moments
                    .Where(moment => moment.Name.StartsWith("exp_avg.", StringComparison.Ordinal))
                    .Select(moment => (Name: $"{optimizer.Name} {moment.Name}", Values: Networks.Numbers(moment.Value))))
                .ToDictionary(pair => pair.Name, pair => pair.Values);
            return (metrics, gradients);
        }
    }

    [Theory]
    [InlineData(CellKind.Gru, true, false)]
    [InlineData(CellKind.Gru, false, false)]
    [InlineData(CellKind.Gru, true, true)]
    [InlineData(CellKind.Lstm, true, false)]
    [InlineData(CellKind.Lstm, false, false)]
    [InlineData(CellKind.Lstm, false, true)]
    public void A_step_that_recomputes_gates_is_one_that_keeps_them(CellKind cell, bool everything, bool normalized)
    {
        var (kept, again) = (Run(0), Run(2));
        Near(kept.Metrics.Nll, again.Metrics.Nll);
        Near(kept.Metrics.Cd, again.Metrics.Cd);
        Near(kept.Metrics.Cf, again.Metrics.Cf);
        Near(kept.Metrics.NllGradientNorm, again.Metrics.NllGradientNorm);
        Assert.Equal(kept.Gradients.Keys, again.Gradients.Keys);
        foreach (var (name, expected) in kept.Gradients)
        {
            var size = Math.Sqrt(expected.Sum(value => value * value));
            var off = Math.Sqrt(expected.Zip(again.Gradients[name], (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(off <= 1e-5 * size + 1e-9, $"{name}: {off} of {size}");
        }

        (StepMetrics Metrics, Dictionary<string, double[]> Gradients) Run(int recomputeSteps)
        {
            var options = Small.OpenGates with
            {
                TeacherWeight = everything ? 0.5 : 0,
                SegmentLength = everything ? 3 : 0,
                Behaviour = everything ? [.. Small.SymbolFeatures.Where(feature => feature != BehaviourFeature.Condition)] : [BehaviourFeature.Hidden, BehaviourFeature.Embedding],
            };
            var experiment = new ExperimentOptions
            {
                Data = new MadeData { SequenceLength = 6 },
                Generator = new() { Cell = cell, Layers = 2, Hidden = 19, Embedding = 6, LearnedInitialState = true, OutputDropout = everything ? 0.2 : 0, LayerNorm = normalized },
                Discriminator = new RecurrentDiscriminatorOptions { Cell = cell, Hidden = 18, LayerNorm = normalized },
                Professor = options,
                Training = Rig.GradientsAsMoments with { RecomputeSteps = recomputeSteps },
            };
            var (random, domain) = (new RandomStreams(7), new TextDomain(new(TextLevel.Word, ["a", "b", "c", "d", "e"])));
            using var generator = ForcingMethods.Generator(experiment, domain, random, CPU);
            using var method = ForcingMethods.Create(experiment, generator, domain.Elements, random);
            var metrics = method.Step(Small.Batch(1, 6, 4, 6, 6, 5, 6, 6), 1, 1e-3);
            return (metrics, method.Optimizers.SelectMany(optimizer => optimizer.Moments
                    .Where(moment => moment.Name.StartsWith("exp_avg.", StringComparison.Ordinal))
                    .Select(moment => (Name: $"{optimizer.Name} {moment.Name}", Values: Networks.Numbers(moment.Value))))
                .ToDictionary(pair => pair.Name, pair => pair.Values));
        }
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } want)
            Assert.Equal(want, actual!.Value, 1e-4 * (1 + Math.Abs(want)));
    }
}
