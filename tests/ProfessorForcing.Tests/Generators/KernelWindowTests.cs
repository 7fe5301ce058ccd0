using CsCheck;

using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

/// <summary>The layer with the window on the kernels against torch operations in double precision.</summary>
public sealed class KernelWindowTests
{
    private static readonly Gen<Case> Cases =
        Gen.Select(Gen.Enum<CellKind>(), Gen.Int[1, 20], Gen.Int[1, 10], Gen.Int[1, 50], Gen.Int[1, 40], Gen.Select(Gen.Int[1, 12], Gen.Int[1, 2], Gen.Int[0, 15]), Gen.ULong)
            .Select((kind, rows, steps, units, characters, more, seed) => new Case(kind, rows, steps, units, characters, more.Item1, more.Item2, more.Item3, seed));

    [Fact]
    public void Everything_that_is_shown_and_all_gradients_are_those_of_the_reference() => Cases.Sample(
        it =>
        {
            using var scope = NewDisposeScope();
            var (kernel, reference) = (Everything(it, ScalarType.Float32), Everything(it, ScalarType.Float64));
            Assert.Equal(reference.Keys, kernel.Keys);
            foreach (var (name, expected) in reference)
            {
                var size = Math.Sqrt(expected.Sum(value => value * value) / Math.Max(expected.Length, 1));
                for (var i = 0; i < expected.Length; i++)
                    Assert.True(Math.Abs(kernel[name][i] - expected[i]) <= 1e-4 * (size + Math.Abs(expected[i]) + 1e-2), $"{it}: {name}[{i}] is {kernel[name][i]}, not {expected[i]}");
            }
        }, iter: 60, threads: 1);

    [Fact]
    public void A_graph_that_is_retained_can_be_differentiated_again_with_the_same_result()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        var batch = Small.PenBatch(1, ScalarType.Float32, 6, 6);
        var trace = generator.Unroll(batch.Elements, generator.InitialState(2, batch.Text), GeneratorMasks.None);
        var loss = trace.LogProbability(batch.Elements).sum();
        var first = Gradients.Of([loss], generator.Parameters, retainGraph: true);
        var second = Gradients.Of([loss], generator.Parameters);
        Assert.All(first.Values.Zip(second.Values), pair => Close.Equal(pair.First!, pair.Second!, 0));
        Assert.ThrowsAny<Exception>(() => Gradients.Of([loss], generator.Parameters));
    }

    [Fact]
    public void A_number_of_the_window_that_is_cut_off_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        var gradients = new[] { ScalarType.Float32, ScalarType.Float64 }.Select(type =>
        {
            using var generator = Small.PenGenerator(type: type);
            using (no_grad())
                Networks.Find(generator.Parameters, "window.bias").copy_(tensor([-40f, 1, 0, 0, 7, 0, -1, -40, -2]));
            var batch = Small.PenBatch(1, type, 6, 6);
            generator.Unroll(batch.Elements, generator.InitialState(2, batch.Text), GeneratorMasks.None).Condition!.sum().backward();
            return Networks.Numbers(Networks.Find(generator.Parameters, "window.bias").grad!);
        }).ToArray();
        Close.Numbers(gradients[1], gradients[0], 1e-5);
        Assert.All([0, 1, 4, 7], i => Assert.Equal(0, gradients[0][i]));
        Assert.All([2, 5, 8], i => Assert.True(Math.Abs(gradients[0][i]) > 0.01));
    }

    [Fact]
    public void Rows_and_texts_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        var text = Small.PenBatch(1, ScalarType.Float32, 1, 1).Text!;
        var state = generator.InitialState(2, text);
        var strange = state with { Window = state.Window! with { Text = text with { Characters = text.Characters - 1 } } };
        Assert.Contains("0 to 3", Assert.Throws<ArgumentException>(() => generator.Unroll(zeros(2, 4, 3), strange, GeneratorMasks.None)).Message, StringComparison.Ordinal);
        var other = state with { Window = generator.InitialState(3, Small.PenBatch(1, ScalarType.Float32, 1, 1, 1).Text).Window };
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => generator.Unroll(zeros(2, 4, 3), other, GeneratorMasks.None)).Message, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, double[]> Everything(Case it, ScalarType type)
    {
        var options = new GeneratorOptions { Cell = it.Kind, Layers = it.Layers, Hidden = it.Units, WindowComponents = it.Components, Mixtures = 1, LearnedInitialState = true };
        using var generator = new HandwritingGenerator(options, new PenSpace(it.Characters), new RandomStream(it.Seed, "generator"), CPU, type);
        Networks.Perturb(generator.Parameters, "initial_", new RandomStream(it.Seed, "initial"));
        Networks.Perturb(generator.Parameters, "window.bias", new RandomStream(it.Seed, "window"), 1);
        var random = new RandomStream(it.Seed, "text");
        var lengths = Enumerable.Range(0, it.Rows).Select(_ => 1 + random.NextInt(35)).ToArray();
        var characters = Enumerable.Range(0, it.Rows * lengths.Max()).Select(_ => (long)random.NextInt(it.Characters)).ToArray();
        var text = new TextCondition(tensor(characters, it.Rows, lengths.Max()), lengths);
        var elements = Values("points", it.Rows, it.Steps, PenSpace.PointWidth);
        var state = generator.InitialState(it.Rows, text);
        // In the midst of a text.
        state = state with { Window = state.Window! with { Place = Values("place", it.Rows, it.Components).abs(), Read = Values("read", it.Rows, it.Characters) } };
        var trace = generator.Unroll(elements, state, GeneratorMasks.None);
        var shown = new SortedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["read"] = trace.Condition!,
            ["weights"] = trace.WindowWeights!,
            ["final read"] = trace.Final.Window!.Read,
        };
        for (var layer = 0; layer < it.Layers; layer++)
            (shown[$"hidden {layer}"], shown[$"candidate {layer}"], shown[$"final {layer}"]) = (trace.Hidden[layer], trace.Candidates[layer]!, trace.Final.Layers[layer].Cell ?? trace.Final.Layers[layer].Hidden);
        // Some of it counts.
        var loss = zeros(1, dtype: type);
        foreach (var (number, (name, value)) in shown.Index())
        {
            if (number % 4 == 0 || (it.Without >> number % 4 & 1) == 0)
                loss += (value * Values($"up {name}", value.shape)).sum();
        }
        loss.backward();
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal) { ["place"] = Networks.Numbers(trace.Final.Window.Place) };
        foreach (var (name, value) in shown)
            all[name] = Networks.Numbers(value);
        foreach (var (name, value) in generator.Parameters.Names.Zip(generator.Parameters.Values))
            all[$"∂ {name}"] = value.grad is { } gradient ? Networks.Numbers(gradient) : [];
        return all;

        Tensor Values(string name, params long[] shape)
        {
            var random = new RandomStream(it.Seed, name);
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            foreach (ref var value in values.AsSpan())
                value = (float)random.NextGaussian();
            return tensor(values, shape).to_type(type);
        }
    }

    // Bit i of Without: what is shown as the i-th and so on does not count.
    private sealed record Case(CellKind Kind, int Rows, int Steps, int Units, int Characters, int Components, int Layers, int Without, ulong Seed);
}
