using CsCheck;

using ProfessorForcing.Autograd;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Threading;
using ProfessorForcing.Optimization;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Recurrent;

/// <summary>Layers that compute their gates again on the way back, against layers that keep them.</summary>
[Collection(nameof(RecomputationTests))]
[CollectionDefinition(nameof(RecomputationTests), DisableParallelization = true)]
public sealed class RecomputationTests
{
    // Sums over steps come in another order; everything else must be the same to the last bit.
    private const double Rounding = 1e-5;

    private static readonly Gen<Case> Cases =
        Gen.Select(Gen.Enum<CellKind>(), Gen.Int[1, 20], Gen.Int[1, 13], Gen.Int[1, 60], Gen.Int[1, 15], Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool), Gen.ULong)
            .Select((kind, rows, steps, units, chunk, flags, seed) => new Case(
                kind, rows, steps, units, chunk, flags.Item1, flags.Item2, flags.Item3, flags.Item4, flags.Item5, seed));

    [Fact]
    public void A_layer_gives_the_gradients_of_one_that_keeps_its_gates() => Cases.Sample(
        it =>
        {
            using var scope = NewDisposeScope();
            Same(it, Layer(it, 0), Layer(it, it.Chunk));
        }, iter: 80, threads: 1);

    [Fact]
    public void Two_directions_under_a_plan_give_the_gradients_of_ones_that_keep_their_gates() => Cases.Sample(
        it =>
        {
            using var scope = NewDisposeScope();
            Same(it, BothWays(it, 0), BothWays(it, it.Chunk));
        }, iter: 60, threads: 1);

    [Fact]
    public void A_generator_gives_the_gradients_of_one_that_keeps_its_gates_reading_and_running_freely() => Cases.Sample(
        it =>
        {
            using var scope = NewDisposeScope();
            Same(it, Generator(it, 0), Generator(it, it.Chunk));
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(CellKind.Gru, false)]
    [InlineData(CellKind.Gru, true)]
    [InlineData(CellKind.Lstm, false)]
    [InlineData(CellKind.Lstm, true)]
    public void Gradients_do_not_depend_on_the_number_of_threads_to_the_last_bit(CellKind kind, bool normalized)
    {
        using var scope = NewDisposeScope();
        var it = new Case(kind, 11, 9, 50, 4, true, true, true, true, normalized, 3);
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            KernelThreads.Count = threads;
            return (Layer(it, it.Chunk), BothWays(it, it.Chunk));
        }).ToArray();
        KernelThreads.Count = 1;
        Assert.All(results, result =>
        {
            Close.Named(results[0].Item1, result.Item1, 0);
            Close.Named(results[0].Item2, result.Item2, 0);
        });
    }

    [Theory]
    [InlineData(CellKind.Gru, false)]
    [InlineData(CellKind.Gru, true)]
    [InlineData(CellKind.Lstm, false)]
    [InlineData(CellKind.Lstm, true)]
    public void A_graph_that_is_retained_can_be_differentiated_again_with_the_same_result(CellKind kind, bool normalized)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var layer = new RecurrentLayer(parameters, "", "", kind, 5, 20, new RandomStream(1, "w"), normalized, recomputeSteps: 3);
        var hidden = layer.Run(Small.Uniform(1, ScalarType.Float32, 3, 7, 5), layer.ZeroState(3)).Hidden;
        var first = Gradients.Of([hidden.sum()], parameters, retainGraph: true);
        var second = Gradients.Of([hidden.sum()], parameters);
        Assert.All(first.Values.Zip(second.Values), pair => Close.Equal(pair.First!, pair.Second!, 0));
    }

    private static void Same(Case it, SortedDictionary<string, double[]> kept, SortedDictionary<string, double[]> again)
    {
        Assert.Equal(kept.Keys, again.Keys);
        foreach (var (name, expected) in kept)
        {
            var size = Math.Sqrt(expected.Sum(value => value * value));
            var off = Math.Sqrt(expected.Zip(again[name], (a, b) => (a - b) * (a - b)).Sum());
            var allowed = name.EndsWith("to the bit", StringComparison.Ordinal) ? 0 : Rounding * size + 1e-9;
            Assert.True(off <= allowed, $"{it}: {name} is off by {off} of {size}");
        }
    }

    private static SortedDictionary<string, double[]> Layer(Case it, int chunk)
    {
        using var parameters = new ParameterSet(CPU);
        var layer = new RecurrentLayer(
            parameters, "", "", it.Kind, 7, it.Units, new RandomStream(it.Seed, "weights"), it.Normalized, chunk, it.ShowsCandidate);
        Networks.Perturb(parameters, "norm", new RandomStream(it.Seed, "gains"));
        var input = Values(it, "input", it.Rows, it.Steps, 7).requires_grad_();
        var isLstm = it.Kind == CellKind.Lstm;
        var initial = it.Initial
            ? new LayerState(Values(it, "h", it.Rows, it.Units).requires_grad_(), isLstm ? Values(it, "c", it.Rows, it.Units).requires_grad_() : null)
            : layer.ZeroState(it.Rows);
        var trace = layer.Run(input, initial, Mask(it), it.Reverse);
        Assert.Equal(it.ShowsCandidate, trace.Candidate is not null);
        var loss = (trace.Hidden * Values(it, "up h", it.Rows, it.Steps, it.Units)).sum() + (trace.Final.Hidden * Values(it, "up last", it.Rows, it.Units)).sum();
        if (trace.Candidate is not null)
            loss += (trace.Candidate * Values(it, "up a", it.Rows, it.Steps, it.Units)).sum();
        if (trace.Final.Cell is { } last)
            loss += (last * Values(it, "up c", it.Rows, it.Units)).sum();
        Backpropagation.Watch(() => loss.backward(), retainGraph: false);
        var all = Of(parameters);
        all["hidden, to the bit"] = Networks.Numbers(trace.Hidden);
        if (trace.Candidate is not null)
            all["candidate, to the bit"] = Networks.Numbers(trace.Candidate);
        all["input, to the bit"] = Networks.Numbers(input.grad!);
        if (it.Initial)
        {
            all["initial, to the bit"] = Networks.Numbers(initial.Hidden.grad!);
            if (isLstm)
                all["initial cell, to the bit"] = Networks.Numbers(initial.Cell!.grad!);
        }
        return all;
    }

    private static SortedDictionary<string, double[]> BothWays(Case it, int chunk)
    {
        using var parameters = new ParameterSet(CPU);
        RecurrentLayer Direction(string suffix) =>
            new(parameters, "", suffix, it.Kind, 7, it.Units, new RandomStream(it.Seed, suffix), it.Normalized, chunk, showsCandidate: false);
        var plan = new BackwardPlan { SkipsWeights = it is { Initial: true, ShowsCandidate: true }, SkipsBehaviour = it is { Initial: true, ShowsCandidate: false } };
        var input = Values(it, "input", it.Rows, it.Steps, 7).requires_grad_();
        var hidden = RecurrentLayer.RunBothWays(Direction("a"), Direction("b"), input, Mask(it), plan);
        plan.WeightFactors = it.Reverse ? Values(it, "factors", it.Rows) : null;
        var loss = (hidden * Values(it, "up h", it.Rows, it.Steps, 2 * it.Units)).sum();
        Backpropagation.Watch(() => loss.backward(), retainGraph: false);
        var all = Of(parameters);
        all["hidden, to the bit"] = Networks.Numbers(hidden);
        if (input.grad is { } gradient)
            all["input"] = Networks.Numbers(gradient);
        return all;
    }

    private static SortedDictionary<string, double[]> Generator(Case it, int chunk)
    {
        // With as many elements as symbols or fewer the lowest layer has no table.
        var options = new GeneratorOptions
        {
            Cell = it.Kind,
            Layers = 2,
            Hidden = it.Units,
            Embedding = 6,
            LearnedInitialState = it.Initial,
            OutputDropout = it.Masked ? 0.3 : 0,
            // A state of a few normalised numbers jumps where they are almost equal, and the sums over steps come in another order.
            LayerNorm = it.Normalized && (it.Units >= 8 || it.Steps <= 2),
            InputDropout = it is { Masked: true, Reverse: true } ? 0.3 : 0,
        };
        using var generator = new RecurrentGenerator(
            options, new ProfessorForcing.Data.SymbolSpace(Small.Symbols), new RandomStream(it.Seed, "weights"), CPU,
            recomputeSteps: chunk, candidateLayers: it.ShowsCandidate ? [1] : []);
        var masks = generator.DrawMasks(it.Rows, new RandomStream(it.Seed, "dropout"));
        var uniforms = FreeRunning.DrawUniforms(generator, it.Rows, it.Steps, new RandomStream(it.Seed, "sampling"));
        var (elements, free, _) = FreeRunning.Run(generator, generator.InitialState(it.Rows), masks, uniforms, SamplingOptions.Default);
        var read = generator.Unroll(elements, generator.InitialState(it.Rows), masks);
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal) { ["elements, to the bit"] = Networks.Numbers(elements) };
        foreach (var (name, trace) in new[] { ("free", free), ("read", read) })
        {
            Assert.Null(trace.Candidates[0]);
            var loss = (trace.Hidden[1] * Values(it, "up h", it.Rows, it.Steps, it.Units)).sum() + (trace.Hidden[0] * Values(it, "up 0", it.Rows, it.Steps, it.Units)).sum();
            if (trace.Candidates[1] is { } candidate)
                loss += (candidate * Values(it, "up a", it.Rows, it.Steps, it.Units)).sum();
            Backpropagation.Watch(() => loss.backward(), retainGraph: false);
            all[$"{name} hidden, to the bit"] = Networks.Numbers(trace.Hidden[1]);
            foreach (var (parameter, numbers) in Of(generator.Parameters))
                all[$"{name} {parameter}"] = numbers;
            foreach (var parameter in generator.Parameters.Values)
                parameter.grad = null;
        }
        return all;
    }

    private static SortedDictionary<string, double[]> Of(ParameterSet parameters)
    {
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
        {
            if (value.grad is { } gradient)
                all[name] = Networks.Numbers(gradient);
        }
        return all;
    }

    private static Tensor? Mask(Case it) => it.Masked ? Values(it, "mask", it.Rows, it.Steps).gt(-0.5).to_type(ScalarType.Float32) : null;

    private static Tensor Values(Case it, string name, params long[] shape)
    {
        var random = new RandomStream(it.Seed, name);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        foreach (ref var value in values.AsSpan())
            value = (float)random.NextGaussian();
        return tensor(values, shape);
    }

    private sealed record Case(CellKind Kind, int Rows, int Steps, int Units, int Chunk, bool Reverse, bool Initial, bool Masked, bool ShowsCandidate, bool Normalized, ulong Seed);
}
