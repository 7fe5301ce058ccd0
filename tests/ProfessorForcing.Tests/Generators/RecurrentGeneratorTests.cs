using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;
using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class RecurrentGeneratorTests
{
    [Fact]
    public void Parameters_are_named_and_shaped_as_in_torch()
    {
        using var generator = Small.Generator(new GeneratorOptions { Hidden = 6, Embedding = 3, Layers = 2, LearnedInitialState = true });
        var shapes = generator.Parameters.Names.Zip(generator.Parameters.Values, (name, value) => $"{name} [{string.Join(", ", value.shape)}]");
        Assert.Equal(
            [
                "embedding.weight [5, 3]",
                "recurrent.weight_ih_l0 [18, 3]", "recurrent.weight_hh_l0 [18, 6]", "recurrent.bias_ih_l0 [18]", "recurrent.bias_hh_l0 [18]",
                "recurrent.weight_ih_l1 [18, 6]", "recurrent.weight_hh_l1 [18, 6]", "recurrent.bias_ih_l1 [18]", "recurrent.bias_hh_l1 [18]",
                "output.weight [5, 6]", "output.bias [5]",
                "initial_hidden_l0 [6]", "initial_hidden_l1 [6]",
            ],
            shapes);
    }

    [Fact]
    public void Gains_of_layer_normalisation_take_no_random_numbers()
    {
        using var plain = Small.Generator();
        using var normalized = Small.Generator(Small.GeneratorOptions with { LayerNorm = true });
        Assert.Equal(["recurrent.norm_ih_l0", "recurrent.norm_hh_l0"], normalized.Parameters.Names.Except(plain.Parameters.Names));
        Close.Named(Networks.Values(plain.Parameters), Networks.Values(normalized.Parameters).Where(pair => !pair.Key.Contains("norm", StringComparison.Ordinal)).ToDictionary(), 0);
    }

    [Fact]
    public void The_first_input_is_a_zero_embedding_and_the_others_are_those_of_the_elements_before()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        var elements = tensor(new long[] { 4, 0, 2 }, 1, 3);
        var embedding = generator.Unroll(elements, generator.InitialState(1), GeneratorMasks.None).Embedding;
        var table = Networks.Find(generator.Parameters, "embedding.weight");
        Close.Equal(stack([zeros(3), table[4], table[0]]).unsqueeze(0), embedding, 0);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void An_output_depends_on_the_elements_before_it_and_on_no_later_ones(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(new GeneratorOptions { Cell = kind, Hidden = 6, Embedding = 3, Layers = 2 });
        var batch = Small.Batch(1, 6);
        var before = generator.Unroll(batch.Elements, generator.InitialState(1), GeneratorMasks.None).Parameters;
        var changed = batch.Elements.clone();
        changed[0, 2] = (changed[0, 2] + 1) % Small.Symbols;
        var after = generator.Unroll(changed, generator.InitialState(1), GeneratorMasks.None).Parameters;
        for (var t = 0; t < 6; t++)
        {
            var difference = Close.LargestDifference(before.select(1, t), after.select(1, t));
            if (t <= 2)
                Assert.Equal(0, difference);
            else
                Assert.NotEqual(0, difference);
        }
    }

    [Theory]
    [InlineData(CellKind.Gru, 1, 0, false, false)]
    [InlineData(CellKind.Gru, 3, 0.5, false, true)]
    [InlineData(CellKind.Gru, 2, 0, true, false)]
    [InlineData(CellKind.Lstm, 2, 0, false, true)]
    [InlineData(CellKind.Lstm, 3, 0.5, false, false)]
    [InlineData(CellKind.Lstm, 2, 0.5, true, true)]
    public void Steps_equal_the_unrolled_sequence_also_when_it_goes_on_from_a_state(
        CellKind kind, int layers, double dropout, bool normalized, bool hasPositions)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(Options(kind, layers, dropout) with { LayerNorm = normalized }, type: ScalarType.Float64, hasPositions: hasPositions);
        var batch = Small.Batch(1, 6, 6, 6);
        var masks = generator.DrawMasks(3, new RandomStream(1, "dropout"));
        var whole = generator.Unroll(batch.Elements, generator.InitialState(3), masks);

        var first = generator.Unroll(batch.Elements.narrow(1, 0, 2), generator.InitialState(3), masks);
        var second = generator.Unroll(batch.Elements.narrow(1, 2, 4), first.Final, masks);
        Close.Equal(whole.Parameters, cat([first.Parameters, second.Parameters], 1), 1e-12);
        Close.Equal(whole.Embedding, cat([first.Embedding, second.Embedding], 1), 1e-12);

        var state = generator.InitialState(3);
        for (var t = 0; t < 6; t++)
        {
            (var parameters, state) = generator.Step(state, masks);
            state = state with { Previous = batch.Elements.select(1, t) };
            Close.Equal(whole.Parameters.select(1, t), parameters, 1e-12);
            for (var layer = 0; layer < layers; layer++)
                Close.Equal(whole.Hidden[layer].select(1, t), state.Layers[layer].Hidden, 1e-12);
        }
        foreach (var (expected, actual) in whole.Final.Tensors.Zip(state.Tensors))
            Close.Equal(expected, actual, 1e-12);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_learned_initial_state_is_where_every_row_starts_and_learns(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(Options(kind, 2, 0));
        var initial = generator.InitialState(3);
        for (var layer = 0; layer < 2; layer++)
        {
            var learned = Networks.Find(generator.Parameters, $"initial_hidden_l{layer}");
            Assert.NotEqual(0, learned.abs().max().item<float>());
            Close.Equal(learned.unsqueeze(0).expand(3, -1), initial.Layers[layer].Hidden, 0);
        }
        generator.Unroll(Small.Batch(1, 4, 4, 4).Elements, initial, GeneratorMasks.None).Parameters.square().sum().backward();
        foreach (var (name, parameter) in generator.Parameters.Names.Zip(generator.Parameters.Values))
            Assert.True(parameter.grad is { } gradient && gradient.abs().max().item<float>() > 0, name);
    }

    [Fact]
    public void A_learned_initial_state_is_zero_before_training()
    {
        using var generator = new RecurrentGenerator(
            new GeneratorOptions { Hidden = 4, Embedding = 2, LearnedInitialState = true }, new ProfessorForcing.Data.SymbolSpace(3),
            new RandomStream(1, "g"), CPU);
        Assert.All(Networks.Numbers(Networks.Find(generator.Parameters, "initial_hidden_l0")), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Dropout_takes_features_of_a_row_for_a_whole_sequence_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(new GeneratorOptions
        {
            Hidden = 50,
            Embedding = 40,
            Layers = 2,
            InputDropout = 0.25,
            OutputDropout = 0.5,
        });
        var masks = generator.DrawMasks(200, new RandomStream(1, "dropout"));
        Assert.Equal([200, 40], masks.Input!.shape);
        Assert.Equal(2, masks.Outputs!.Count);
        Assert.All(masks.Outputs, mask => Assert.Equal([200, 50], mask.shape));
        Assert.Equal([0, 1 / 0.75], Networks.Numbers(masks.Input).Distinct().Order(), new Tolerance());
        Assert.Equal([0.0, 2.0], Networks.Numbers(masks.Outputs[1]).Distinct().Order());
        Assert.Equal(1, masks.Input.mean().item<float>(), 0.03);
        Assert.Equal(1, masks.Outputs[0].mean().item<float>(), 0.05);
        Assert.NotEqual(0, Close.LargestDifference(masks.Outputs[0], masks.Outputs[1]));
        Assert.NotEqual(0, Close.LargestDifference(masks.Input[0], masks.Input[1]));
    }

    [Fact]
    public void Without_dropout_there_are_no_masks_and_no_random_numbers_are_used()
    {
        using var generator = Small.Generator();
        var random = new RandomStream(1, "dropout");
        var before = random.State;
        Assert.Same(GeneratorMasks.None, generator.DrawMasks(3, random));
        Assert.Equal(before, random.State);
    }

    [Fact]
    public void What_is_told_of_a_position_changes_its_outputs_and_those_after_it_only()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(type: ScalarType.Float64, hasPositions: true);
        using var other = new RecurrentGenerator(
            Small.GeneratorOptions,
            new SymbolSpace(Small.Symbols, Small.Positions with { Values = [.. Small.Positions.Values.Select((value, i) => i / 2 == 3 ? value + 1 : value)] }),
            new RandomStream(1, "generator"), CPU, ScalarType.Float64);
        var batch = Small.Batch(1, 6, 6);
        var (before, after) = (Logits(generator), Logits(other));
        for (var t = 0; t < 6; t++)
            Assert.Equal(t >= 3, Close.LargestDifference(before.select(1, t), after.select(1, t)) > 1e-6);

        Tensor Logits(RecurrentGenerator network) => network.Unroll(batch.Elements, network.InitialState(2), GeneratorMasks.None).Parameters;
    }

    [Fact]
    public void A_sequence_longer_than_the_positions_is_refused()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(hasPositions: true);
        var most = Small.Batch(1, 10, 10);
        var final = generator.Unroll(most.Elements, generator.InitialState(2), GeneratorMasks.None).Final;
        Assert.Equal(10, final.Position);
        var refusals = new[]
        {
            Assert.Throws<ArgumentException>(() => generator.Unroll(Small.Batch(1, 11, 11).Elements, generator.InitialState(2), GeneratorMasks.None)),
            Assert.Throws<ArgumentException>(() => generator.Unroll(Small.Batch(1, 1, 1).Elements, final, GeneratorMasks.None)),
            Assert.Throws<ArgumentException>(() => generator.Step(final, GeneratorMasks.None)),
            Assert.Throws<ArgumentException>(() => FreeRunning.Run(
                generator, generator.InitialState(2), GeneratorMasks.None, FreeRunning.DrawUniforms(generator, 2, 11, new(1, "u")), SamplingOptions.Default)),
        };
        Assert.All(refusals, refusal => Assert.Equal("The generator knows 10 positions; 11 are too many.", refusal.Message));
    }

    private static GeneratorOptions Options(CellKind kind, int layers, double dropout) => new()
    {
        Cell = kind,
        Layers = layers,
        Hidden = 6,
        Embedding = 3,
        InputDropout = dropout,
        OutputDropout = dropout,
        LearnedInitialState = true,
    };

    private sealed class Tolerance : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-6;

        public int GetHashCode(double value) => 0;
    }
}
