using CsCheck;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class NGramModelTests
{
    private static TextSet Set(int sequenceLength, params int[] elements) => new(elements, sequenceLength);

    // "aab" as single symbols: counts 2 and 1, too few for estimated discounts, so 0.5 for the count 1 and 1 for the
    // count 2. P(a) = (2 − 1) / 3 + (1.5 / 3) / 2 = 7/12, P(b) = (1 − 0.5) / 3 + (1.5 / 3) / 2 = 5/12.
    [Fact]
    public void A_unigram_model_is_as_by_hand()
    {
        var model = NGramModel.Train(Set(3, 0, 0, 1), symbols: 2, order: 1);
        Assert.Equal(7.0 / 12, model.Probability([], 0), 1e-12);
        Assert.Equal(5.0 / 12, model.Probability([0, 1], 1), 1e-12);
    }

    // "ab": each symbol follows one other, so P(a) = P(b) = 0.5 / 2 + (1 / 2) / 2 = 1/2 at the lower order, and
    // P(a | start) = P(b | a) = 0.5 / 1 + 0.5 · 1/2 = 3/4: log2(4/3) bits for each character.
    [Fact]
    public void Bits_per_character_of_a_bigram_model_are_as_by_hand()
    {
        var text = Set(2, 0, 1);
        var model = NGramModel.Train(text, symbols: 2, order: 2);
        Assert.Equal(Math.Log2(4.0 / 3), model.NegativeLogLikelihood(text) / Math.Log(2), 1e-12);
        Assert.Equal(0.25, model.Probability([], 1), 1e-12);
    }

    [Fact]
    public void Probabilities_sum_to_one_after_any_prefix() =>
        Gen.Select(Gen.Int[2, 6], Gen.Int[1, 6], Gen.Int[2, 30]).SelectMany((symbols, order, length) =>
            Gen.Select(Gen.Int[0, symbols - 2].Array[length, 300], Gen.Long[0, symbols - 1].Array[0, 12])
                .Select((text, prefix) => (symbols, order, length, text, prefix)))
            .Sample((symbols, order, length, text, prefix) =>
            {
                // The last symbol never occurs in training.
                var model = NGramModel.Train(Set(length, text), symbols, order);
                var probabilities = new double[symbols];
                model.Distribution(prefix, probabilities);
                return Math.Abs(probabilities.Sum() - 1) < 1e-9 && probabilities.All(probability => probability > 0);
            });

    [Fact]
    public void A_score_is_the_logarithm_of_the_stepwise_probability() =>
        Gen.Select(Gen.Int[0, 3].Array[20, 200], Gen.Long[0, 4].Array[1, 20]).Sample((text, sequence) =>
        {
            var model = NGramModel.Train(Set(9, text), symbols: 5, order: 4);
            var scores = new double[sequence.Length];
            model.Score(sequence, scores);
            for (var t = 0; t < sequence.Length; t++)
                Assert.Equal(Math.Log(model.Probability(sequence.AsSpan(0, t), (int)sequence[t])), scores[t], 1e-12);
        });

    [Fact]
    public void The_context_begins_anew_at_each_sequence_unless_it_is_carried()
    {
        var random = Enumerable.Range(0, 4000).Select(i => i % 3 == 0 ? i % 7 % 2 : 2 + i % 3).ToArray();
        var model = NGramModel.Train(Set(1000, random), symbols: 5);
        var cut = Set(10, random);
        var whole = Set(4000, random);
        Assert.Equal(model.NegativeLogLikelihood(whole), model.NegativeLogLikelihood(cut, carryContext: true), 1e-12);
        var scores = new double[4000];
        for (var i = 0; i < 400; i++)
            model.Score(cut.ReadRows([i]).Row(0), scores.AsSpan(i * 10, 10));
        Assert.Equal(-scores.Average(), model.NegativeLogLikelihood(cut), 1e-12);
        Assert.True(model.NegativeLogLikelihood(cut) > model.NegativeLogLikelihood(whole));
    }

    [Fact]
    public void On_the_oracle_longer_contexts_are_better_and_none_beats_the_truth()
    {
        var domain = (TextDomain)new OracleOptions { SequenceLength = 200, TrainSequences = 2000, TestSequences = 200 }.Open(new DataLocator(Path.GetTempPath()));
        var (train, test) = (domain.Open(Split.Train), domain.Open(Split.Test));
        var losses = new[] { 1, 3, 5 }.Select(order => NGramModel.Train(train, 40, order).NegativeLogLikelihood(test)).ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.InRange(losses[^1], domain.Oracle!.EntropyRate, losses[0] * 0.6);
    }

    [Fact]
    public void Penn_treebank_characters_come_near_two_bits()
    {
        var domain = (TextDomain)new PtbOptions { SequenceLength = 500 }.Open(RealData.With("ptb/ptb.train.txt"));
        var model = NGramModel.Train(domain.Open(Split.Train), domain.Vocabulary.Count);
        var bits = model.NegativeLogLikelihood(domain.Open(Split.Test)) / Math.Log(2);
        Assert.InRange(bits, 1.5, 2.1);
    }

    [Fact]
    public void Penn_treebank_words_come_near_the_published_perplexity()
    {
        var domain = (TextDomain)new PtbOptions { Level = TextLevel.Word, SequenceLength = 500 }.Open(RealData.With("ptb/ptb.train.txt"));
        var model = NGramModel.Train(domain.Open(Split.Train), domain.Vocabulary.Count);
        // Mikolov et al. report 141.2 for Kneser-Ney of order 5.
        Assert.InRange(Math.Exp(model.NegativeLogLikelihood(domain.Open(Split.Test), carryContext: true)), 140.5, 142);
    }
}
