using ProfessorForcing.Evaluation;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Evaluation;

public sealed class LikelihoodEvaluatorTests
{
    private static readonly long[] Text = MakeText(47);

    public static TheoryData<CellKind, bool> Kinds => new() { { CellKind.Gru, false }, { CellKind.Lstm, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_batch_size_does_not_matter_and_a_shorter_last_sequence_counts_as_long_as_it_is(CellKind kind, bool learned)
    {
        using var generator = Generator(kind, learned);
        var set = new SymbolSequences(Text, 10);
        var expected = Enumerable.Range(0, 5).Select(i => Nats(generator, Text[(i * 10)..Math.Min(i * 10 + 10, 47)]).Sum()).ToArray();
        foreach (var batchSize in new[] { 1, 2, 5, 128 })
        {
            var report = LikelihoodEvaluator.Measure(generator, set, batchSize: batchSize);
            Assert.Equal([10, 10, 10, 10, 7], report.Lengths);
            Assert.Equal(47, report.Elements);
            Close.Numbers(expected, report.Nats, 1e-5);
            Assert.Equal(expected.Sum() / 47, report.Nll, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_carried_state_gives_the_likelihood_of_the_whole_text(CellKind kind, bool learned)
    {
        using var generator = Generator(kind, learned);
        var report = LikelihoodEvaluator.MeasureCarrying(generator, new SymbolSequences(Text, 10));
        var whole = Nats(generator, Text);
        Assert.Equal([10, 10, 10, 10, 7], report.Lengths);
        Close.Numbers([.. whole.Chunk(10).Select(chunk => chunk.Sum())], report.Nats, 1e-5);
        Assert.NotEqual(LikelihoodEvaluator.Measure(generator, new SymbolSequences(Text, 10)).Nll, report.Nll, 1e-4);
    }

    [Fact]
    public void Independent_sequences_have_no_state_to_carry()
    {
        using var generator = Generator(CellKind.Gru, false);
        Assert.Throws<InvalidOperationException>(
            () => LikelihoodEvaluator.MeasureCarrying(generator, new SymbolSequences(Text, 10, isContinuous: false)));
    }

    [Fact]
    public void Chosen_sequences_are_measured_in_the_order_given()
    {
        using var generator = Generator(CellKind.Gru, false);
        var set = new SymbolSequences(Text, 10);
        var all = LikelihoodEvaluator.Measure(generator, set);
        var chosen = LikelihoodEvaluator.Measure(generator, set, [4, 0, 2], batchSize: 2);
        Assert.Equal([7, 10, 10], chosen.Lengths);
        // Neighbours are a unit of this set.
        Assert.Equal([0, 0, 1, 1, 2], all.Units);
        Assert.Equal([2, 0, 1], chosen.Units);
        Close.Numbers([all.Nats[4], all.Nats[0], all.Nats[2]], chosen.Nats, 1e-5);
    }

    [Fact]
    public void A_score_is_the_log_probability_of_each_element_given_those_before_it()
    {
        using var generator = Generator(CellKind.Gru, true);
        var scores = LikelihoodEvaluator.Score(generator, Text);
        Close.Numbers([.. Nats(generator, Text).Select(nats => -nats)], scores, 1e-5);
        Assert.Empty(LikelihoodEvaluator.Score(generator, []));
        Assert.Single(LikelihoodEvaluator.Score(generator, [3]));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_long_text_is_scored_as_one(CellKind cell)
    {
        using var generator = Generator(cell, true);
        long[] text = [.. Enumerable.Range(0, LikelihoodEvaluator.PieceLength + 37).Select(i => Text[i % Text.Length])];
        Close.Numbers([.. Nats(generator, text).Select(nats => -nats)], LikelihoodEvaluator.Score(generator, text), 1e-5);
    }

    [Fact]
    public void The_probabilities_of_all_sequences_of_a_length_sum_to_one()
    {
        using var generator = Generator(CellKind.Lstm, true);
        var sum = 0.0;
        for (var code = 0; code < 125; code++)
            sum += Math.Exp(LikelihoodEvaluator.Score(generator, [code / 25, code / 5 % 5, code % 5]).Sum());
        Assert.Equal(1, sum, 1e-5);
    }

    [Fact]
    public void Dropout_is_off()
    {
        using var plain = Small.Generator();
        using var dropping = Small.Generator(Small.GeneratorOptions with { InputDropout = 0.9, OutputDropout = 0.9 });
        var set = new SymbolSequences(Text, 10);
        Assert.Equal(LikelihoodEvaluator.Measure(plain, set).Nats, LikelihoodEvaluator.Measure(dropping, set).Nats);
    }

    private static RecurrentGenerator Generator(CellKind kind, bool learned)
    {
        var generator = Small.Generator(new GeneratorOptions { Cell = kind, Layers = 2, Hidden = 6, Embedding = 3, LearnedInitialState = learned });
        Networks.Perturb(generator.Parameters, "output.weight", new RandomStream(1, "noise"), 2);
        return generator;
    }

    // −log P(y_t | …) element by element, by steps.
    private static double[] Nats(RecurrentGenerator generator, long[] text)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var state = generator.InitialState(1);
        var nats = new double[text.Length];
        for (var t = 0; t < text.Length; t++)
        {
            (var logits, state) = generator.Step(state, GeneratorMasks.None);
            var weights = Networks.Numbers(logits).Select(Math.Exp).ToArray();
            nats[t] = -Math.Log(weights[text[t]] / weights.Sum());
            state = state with { Previous = tensor([text[t]]) };
        }
        return nats;
    }

    private static long[] MakeText(int length)
    {
        var random = new RandomStream(5, "text");
        return [.. Enumerable.Range(0, length).Select(_ => (long)random.NextInt(Small.Symbols))];
    }
}
