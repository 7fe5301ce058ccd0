using CsCheck;

using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Recurrent;

/// <summary>The kernels against torch operations in double precision.</summary>
public sealed class KernelRecurrenceTests
{
    // A state of a few normalised numbers jumps where they are almost equal: over many steps rounding errors grow without bound.
    private static readonly Gen<Case> Cases =
        Gen.Select(Gen.Enum<CellKind>(), Gen.Int[1, 20], Gen.Int[1, 12], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool), Gen.ULong)
            .Select((kind, rows, steps, inputs, units, flags, seed) => new Case(kind, rows, steps, inputs, units, flags.Item1, flags.Item2, flags.Item3, flags.Item4 && (units >= 8 || steps <= 2), seed));

    [Fact]
    public void States_candidates_and_all_gradients_are_those_of_the_reference() => Cases.Sample(Check, iter: 60, threads: 1);

    public static TheoryData<CellKind, int, int, int, bool> Edges => [.. from kind in Enum.GetValues<CellKind>()
                                                                       from sizes in new (int Rows, int Steps, int Units)[] { (1, 1, 1), (1, 1, 17), (1, 9, 33), (13, 1, 8) }
                                                                       from normalized in new[] { false, true }
                                                                       select (kind, sizes.Rows, sizes.Steps, sizes.Units, normalized)];

    [Theory]
    [MemberData(nameof(Edges))]
    public void So_they_are_at_the_edges(CellKind kind, int rows, int steps, int units, bool normalized) =>
        Check(new Case(kind, rows, steps, Inputs: 1, units, Reverse: steps > 1, Initial: rows > 1, Masked: steps > 1, normalized, Seed: 5));

    [Fact]
    public void Two_directions_at_once_give_what_the_reference_gives() => Cases.Sample(
        it => Check(it, BothWays), iter: 40, threads: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_graph_that_is_retained_can_be_differentiated_again_with_the_same_result(bool normalized)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var layer = new RecurrentLayer(parameters, "", "", CellKind.Gru, 5, 20, new RandomStream(1, "w"), normalized);
        var hidden = layer.Run(Small.Uniform(1, ScalarType.Float32, 3, 4, 5), layer.ZeroState(3)).Hidden;
        var first = ProfessorForcing.Optimization.Gradients.Of([hidden.sum()], parameters, retainGraph: true);
        var second = ProfessorForcing.Optimization.Gradients.Of([hidden.sum()], parameters);
        Assert.All(first.Values.Zip(second.Values), pair => Close.Equal(pair.First!, pair.Second!, 0));
    }

    [Fact]
    public void A_graph_that_is_used_up_says_so()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var layer = new RecurrentLayer(parameters, "", "", CellKind.Gru, 5, 20, new RandomStream(1, "w"));
        var trace = layer.Run(Small.Uniform(1, ScalarType.Float32, 3, 4, 5), layer.ZeroState(3));
        ProfessorForcing.Optimization.Gradients.Of([trace.Hidden], parameters, [ones_like(trace.Hidden)]);
        Assert.ThrowsAny<Exception>(() => ProfessorForcing.Optimization.Gradients.Of([trace.Hidden], parameters, [ones_like(trace.Hidden)]));
    }

    [Fact]
    public void A_single_step_of_a_single_row_leaves_the_parameters_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        var before = Networks.Values(generator.Parameters);
        ProfessorForcing.Evaluation.LikelihoodEvaluator.Score(generator, [3]);
        ProfessorForcing.Evaluation.LikelihoodEvaluator.Score(generator, [3, 1]);
        Close.Named(before, Networks.Values(generator.Parameters), 0);
    }

    [Fact]
    public void Likelihoods_of_many_symbols_and_their_gradient_are_those_of_the_reference()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, double[]> Run(ScalarType type)
        {
            using var generator = Small.Generator(type: type, symbols: 300);
            var elements = tensor(Enumerable.Range(0, 12).Select(i => i * 37L % 300).ToArray(), 3, 4);
            var likelihood = generator.Unroll(elements, generator.InitialState(3), ProfessorForcing.Generators.GeneratorMasks.None).LogProbability(elements);
            (likelihood * Small.Uniform(9, type, 3, 4)).sum().backward();
            var all = generator.Parameters.Names.Zip(generator.Parameters.Values).ToDictionary(pair => pair.First, pair => Networks.Numbers(pair.Second.grad!));
            all["likelihood"] = Networks.Numbers(likelihood);
            return all;
        }
        var (kernel, reference) = (Run(ScalarType.Float32), Run(ScalarType.Float64));
        Assert.All(reference, pair => AssertClose(pair.Key, pair.Value, kernel[pair.Key]));
    }

    [Fact]
    public void A_symbol_that_there_is_not_is_refused()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(symbols: 300);
        Assert.Throws<ArgumentOutOfRangeException>(() => ProfessorForcing.Evaluation.LikelihoodEvaluator.Score(generator, [3, 999]));
    }

    [Fact]
    public void Rows_that_do_not_go_together_are_refused()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var layer = new RecurrentLayer(parameters, "", "", CellKind.Gru, 5, 20, new RandomStream(1, "w"));
        var input = Small.Uniform(1, ScalarType.Float32, 3, 4, 5);
        Assert.Throws<ArgumentException>(() => layer.Run(input, layer.ZeroState(1)));
        Assert.Throws<ArgumentException>(() => layer.Run(input, layer.ZeroState(3), ones(1, 4)));
    }

    private static void Check(Case it) => Check(it, Everything);

    private static void Check(Case it, Func<Case, ScalarType, SortedDictionary<string, double[]>> run)
    {
        using var scope = NewDisposeScope();
        var (kernel, reference) = (run(it, ScalarType.Float32), run(it, ScalarType.Float64));
        Assert.Equal(reference.Keys, kernel.Keys);
        foreach (var (name, expected) in reference)
        {
            if (!it.Normalized)
            {
                AssertClose($"{it}: {name}", expected, kernel[name]);
                continue;
            }
            // Gradients of normalised numbers are differences of larger ones, and single ones lose more digits, on torch operations, too.
            var off = Math.Sqrt(expected.Zip(kernel[name], (a, b) => (a - b) * (a - b)).Average());
            var size = Size(expected);
            Assert.True(off <= 1e-4 * (size + 0.05), $"{it}: {name} is off by {off} of {size}");
        }
    }

    private static void AssertClose(string name, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = Size(expected);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-4 * (size + Math.Abs(expected[i]) + 1e-3), $"{name}[{i}] is {actual[i]}, not {expected[i]}");
    }

    private static double Size(double[] values) => Math.Sqrt(values.Sum(value => value * value) / Math.Max(values.Length, 1));

    private static SortedDictionary<string, double[]> BothWays(Case it, ScalarType type)
    {
        using var parameters = new ParameterSet(CPU, type);
        RecurrentLayer Direction(string suffix) => new(parameters, "", suffix, it.Kind, it.Inputs, it.Units, new RandomStream(it.Seed, suffix), it.Normalized);
        var (forward, backward) = (Direction("a"), Direction("b"));
        Networks.Perturb(parameters, "norm", new RandomStream(it.Seed, "gains"));
        var input = it.Values("input", type, it.Rows, it.Steps, it.Inputs).requires_grad_();
        var hidden = RecurrentLayer.RunBothWays(forward, backward, input, it.Mask(type));
        (hidden * it.Values("up h", type, it.Rows, it.Steps, 2 * it.Units)).sum().backward();
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal) { ["hidden"] = Networks.Numbers(hidden), ["input gradient"] = Networks.Numbers(input.grad!) };
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
            all[name] = Networks.Numbers(value.grad!);
        return all;
    }

    private static SortedDictionary<string, double[]> Everything(Case it, ScalarType type)
    {
        using var parameters = new ParameterSet(CPU, type);
        var layer = new RecurrentLayer(parameters, "", "", it.Kind, it.Inputs, it.Units, new RandomStream(it.Seed, "weights"), it.Normalized);
        Networks.Perturb(parameters, "norm", new RandomStream(it.Seed, "gains"));
        Assert.Equal(type == ScalarType.Float32, layer.HasKernels);
        var input = Values("input", it.Rows, it.Steps, it.Inputs).requires_grad_();
        var hidden = it.Initial ? Values("h", it.Rows, it.Units).requires_grad_() : layer.ZeroState(it.Rows).Hidden;
        var cell = it.Kind == CellKind.Gru ? null : it.Initial ? Values("c", it.Rows, it.Units).requires_grad_() : layer.ZeroState(it.Rows).Cell;
        var mask = it.Mask(type);
        var trace = layer.Run(input, new LayerState(hidden, cell), mask, it.Reverse);
        var loss = (trace.Hidden * Values("up h", it.Rows, it.Steps, it.Units)).sum()
            + (trace.Candidate! * Values("up a", it.Rows, it.Steps, it.Units)).sum()
            + (trace.Final.Hidden * Values("up last", it.Rows, it.Units)).sum();
        if (trace.Final.Cell is { } last)
            loss += (last * Values("up c", it.Rows, it.Units)).sum();
        loss.backward();
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["hidden"] = Networks.Numbers(trace.Hidden),
            ["candidate"] = Networks.Numbers(trace.Candidate!),
            ["final"] = Networks.Numbers(trace.Final.Hidden),
            ["input gradient"] = Networks.Numbers(input.grad!),
        };
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
            all[name] = Networks.Numbers(value.grad!);
        if (it.Initial)
        {
            all["initial gradient"] = Networks.Numbers(hidden.grad!);
            if (cell is not null)
                all["initial cell gradient"] = Networks.Numbers(cell.grad!);
        }
        return all;

        Tensor Values(string name, params long[] shape) => it.Values(name, type, shape);
    }

    private sealed record Case(CellKind Kind, int Rows, int Steps, int Inputs, int Units, bool Reverse, bool Initial, bool Masked, bool Normalized, ulong Seed)
    {
        public Tensor? Mask(ScalarType type) => Masked ? Values("mask", type, Rows, Steps).gt(-0.5).to_type(type) : null;

        public Tensor Values(string name, ScalarType type, params long[] shape)
        {
            var random = new RandomStream(Seed, name);
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            foreach (ref var value in values.AsSpan())
                value = (float)random.NextGaussian();
            return tensor(values, shape).to_type(type);
        }
    }
}
