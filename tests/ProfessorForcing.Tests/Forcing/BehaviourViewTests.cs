using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class BehaviourViewTests
{
    private static readonly GeneratorOptions TwoLayers = new() { Layers = 2, Hidden = 6, Embedding = 3 };

    [Fact]
    public void Character_models_show_states_before_the_tanh_and_embeddings()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(TwoLayers);
        var trace = Trace(generator);
        var behaviour = BehaviourView.Of(generator, trace, new ProfessorForcingOptions());
        Close.Equal(cat([trace.Candidates[0]!, trace.Candidates[1]!, trace.Embedding], -1), behaviour, 0);
    }

    [Theory]
    [InlineData(new[] { BehaviourFeature.Hidden }, new int[0])]
    [InlineData(new[] { BehaviourFeature.Hidden }, new[] { 1 })]
    [InlineData(new[] { BehaviourFeature.Candidate, BehaviourFeature.Hidden }, new[] { 1, 0 })]
    [InlineData(new[] { BehaviourFeature.Candidate }, new[] { 1, 1 })]
    [InlineData(new[] { BehaviourFeature.Probabilities, BehaviourFeature.Embedding }, new int[0])]
    [InlineData(new[] { BehaviourFeature.Condition, BehaviourFeature.Hidden }, new int[0])]
    [InlineData(new[] { BehaviourFeature.Logits, BehaviourFeature.Candidate, BehaviourFeature.Probabilities }, new[] { 0 })]
    public void The_shape_is_that_of_the_behaviour(BehaviourFeature[] features, int[] layers)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(TwoLayers, hasPositions: true);
        var options = new ProfessorForcingOptions { Behaviour = features, BehaviourLayers = layers };
        var trace = Trace(generator);
        var behaviour = BehaviourView.Of(generator, trace, options);
        var shape = BehaviourView.Shape(TwoLayers, Small.Symbols, options, new SymbolSpace(Small.Symbols, Small.Positions), null);
        Assert.Equal([2, 4, shape.Width], behaviour.shape);
        var outputs = new[] { BehaviourFeature.Probabilities, BehaviourFeature.Logits }.Where(features.Contains).Order()
            .Select(feature => feature == BehaviourFeature.Logits ? trace.Parameters : trace.Parameters.softmax(-1)).ToArray();
        Assert.Equal(outputs.Length * Small.Symbols, shape.OutputWidth);
        if (outputs.Length > 0)
            Close.Equal(cat(outputs, -1), behaviour.narrow(-1, shape.Width - shape.OutputWidth, shape.OutputWidth), 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_into_the_embedding_can_be_switched_off(bool flows)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator();
        var options = new ProfessorForcingOptions { Behaviour = [BehaviourFeature.Embedding], EmbeddingGradient = flows };
        Assert.Equal(flows, BehaviourView.Of(generator, Trace(generator), options).requires_grad);
    }

    [Fact]
    public void A_condition_is_shown_as_the_generator_reads_it()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(hasPositions: true);
        var behaviour = BehaviourView.Of(generator, Trace(generator), new ProfessorForcingOptions { Behaviour = [BehaviourFeature.Condition] });
        Close.Equal(tensor(Small.Positions.Values, 10, 2).narrow(0, 0, 4).expand(2, -1, -1), behaviour, 0);
        using var without = Small.Generator();
        Assert.Throws<ArgumentException>(() => BehaviourView.Of(without, Trace(without), new ProfessorForcingOptions { Behaviour = [BehaviourFeature.Condition] }));
    }

    [Fact]
    public void What_moves_a_window_is_shown_with_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        var batch = Small.PenBatch(1, ScalarType.Float32, 4, 4);
        var trace = generator.Unroll(batch.Elements, generator.InitialState(2, batch.Text), GeneratorMasks.None);
        var options = new ProfessorForcingOptions { Behaviour = [BehaviourFeature.Window] };
        var behaviour = BehaviourView.Of(generator, trace, options);
        Assert.Equal([2, 4, BehaviourView.Shape(Small.PenOptions, generator.Output.ParameterCount, options, new PenSpace(Small.Characters), null).Width], behaviour.shape);
        var expected = nn.functional.linear(trace.Hidden[0], Networks.Find(generator.Parameters, "window.weight"), Networks.Find(generator.Parameters, "window.bias"));
        Close.Equal(expected, behaviour, 1e-5);
        behaviour.sum().backward();
        Assert.All(new[] { "window.weight", "recurrent.weight_hh_l0" }, name => Assert.NotEqual(0, Networks.Find(generator.Parameters, name).grad!.abs().sum().item<float>()));
        using var without = Small.Generator();
        Assert.Throws<ArgumentException>(() => BehaviourView.Of(without, Trace(without), options));
    }

    private static GeneratorTrace Trace(RecurrentGenerator generator) =>
        generator.Unroll(Small.Batch(1, 4, 4).Elements, generator.InitialState(2), GeneratorMasks.None);
}
