using System.Runtime.InteropServices;

using CsCheck;

using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Data.Text.Oracle;

public sealed class OracleLanguageTests
{
    private static readonly OracleLanguage Language = OracleLanguage.Instance;
    private static readonly int V = Language.Vocabulary.Count;

    // Prefixes of the language, of a language of errors, and of a mixture.
    private static readonly Gen<long[]> AnyPrefix = Gen.Select(Gen.ULong, Gen.Int[0, 300], Gen.OneOf(Gen.Const(0.0), Gen.Const(0.02), Gen.Const(0.3), Gen.Const(1.0))).Select((seed, length, errors) =>
    {
        var random = new RandomStream(seed, "prefix");
        var prefix = new long[length];
        var state = OracleLanguage.Start;
        for (var t = 0; t < length; t++)
        {
            prefix[t] = random.NextDouble() < errors ? random.NextInt(V) : Language.Sample(state, random);
            state = Language.Advance(state, (int)prefix[t]);
        }
        return prefix;
    });

    private static long[] Encode(string text) => Array.ConvertAll(Language.Vocabulary.Encode(text), id => (long)id);

    private static OracleState After(ReadOnlySpan<long> prefix)
    {
        var state = OracleLanguage.Start;
        foreach (var symbol in prefix)
            state = Language.Advance(state, (int)symbol);
        return state;
    }

    private static string Legal(string prefix)
    {
        var state = After(Encode(prefix));
        return string.Concat(Enumerable.Range(0, V).Where(symbol => Language.IsLegal(state, symbol)).Select(symbol => Language.Vocabulary[symbol]));
    }

    private static long[] Draw(int length, string name)
    {
        var sequence = new long[length];
        Language.Generate(new RandomStream(7, name), sequence);
        return sequence;
    }

    [Fact]
    public void Probabilities_sum_to_one_after_any_prefix_and_none_is_below_the_least() => AnyPrefix.Sample(prefix =>
    {
        var probabilities = new double[V];
        Language.Distribution(After(prefix), probabilities);
        return Math.Abs(probabilities.Sum() - 1) < 1e-12 && probabilities.All(probability => probability >= OracleLanguage.LeastProbability);
    });

    [Fact]
    public void A_score_is_the_logarithm_of_the_stepwise_distribution() => AnyPrefix.Sample(prefix =>
    {
        var scores = new double[prefix.Length];
        var firstIllegal = Language.Score(prefix, scores);
        var expected = -1;
        var probabilities = new double[V];
        for (var t = 0; t < prefix.Length; t++)
        {
            var state = After(prefix.AsSpan(0, t));
            Language.Distribution(state, probabilities);
            Assert.Equal(Math.Log(probabilities[prefix[t]]), scores[t], 1e-12);
            Assert.Equal(probabilities[prefix[t]], Language.Probability(state, (int)prefix[t]), 1e-15);
            if (expected < 0 && !Language.IsLegal(state, (int)prefix[t]))
                expected = t;
        }
        Assert.Equal(expected, firstIllegal);
    }, iter: 30);

    [Fact]
    public void An_illegal_symbol_has_exactly_the_least_probability()
    {
        var state = After(Encode("<song>"));
        Assert.False(Language.IsLegal(state, (int)Encode(">")[0]));
        Assert.Equal(OracleLanguage.LeastProbability, Language.Probability(state, (int)Encode(">")[0]));
    }

    [Fact]
    public void A_closing_tag_repeats_the_innermost_open_name()
    {
        var word = Language.Words[0];
        Assert.Equal("<", Legal(""));
        Assert.Equal("/", Legal($"<song>{word}.<"));
        Assert.Equal("v", Legal($"<song>{word} <verse>{word}.</"));
        Assert.Equal(">", Legal($"<song>{word} <verse>{word}.</verse"));
        Assert.Equal("s", Legal($"<song>{word} <verse>{word}.</verse>.</"));
        Assert.Equal("\n", Legal($"<song>{word} <verse>{word}.</verse>.</song>"));
        Assert.Equal("<", Legal($"<song>{word} <verse>{word}.</verse>.</song>\n"));
    }

    [Fact]
    public void No_fifth_element_opens()
    {
        var word = Language.Words[0];
        var three = $"<song>{word} <verse>{word} <line>{word} ";
        Assert.Contains('<', Legal(three));
        Assert.DoesNotContain('<', Legal($"{three}<note>{word} "));
    }

    [Fact]
    public void Words_depend_on_the_tag_around_them()
    {
        var (a, b) = (new double[V], new double[V]);
        Language.Distribution(After(Encode("<song>")), a);
        Language.Distribution(After(Encode("<tale>")), b);
        Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Sum() > 0.1);
    }

    [Theory]
    [InlineData("<soxg>", "", OracleMode.Document, 0)] // A tag that is no name opens nothing.
    [InlineData("<song>", "qq", OracleMode.GarbledWord, 1)]
    [InlineData("<song>", "qq ", OracleMode.Item, 1)]
    [InlineData("<song>", ">/", OracleMode.Content, 1)] // What means nothing is skipped.
    [InlineData("<song>", "\n", OracleMode.Document, 0)]
    [InlineData("<song>", "</vxyz>", OracleMode.DocumentEnd, 0)] // Any closing tag closes the innermost element.
    [InlineData("<song>", "<no<tale>", OracleMode.Content, 2)]
    [InlineData("<song>", "<qq>", OracleMode.Item, 1)]
    [InlineData("ab>", "", OracleMode.Document, 0)]
    public void After_an_error_the_language_goes_on(string prefix, string more, OracleMode mode, int depth)
    {
        var text = Encode(prefix + more);
        var state = After(text);
        Assert.Equal((mode, depth), (state.Mode, state.Depth));
        Assert.InRange(Language.Score(text, new double[text.Length]), 0, text.Length - 1);
    }

    [Fact]
    public void Every_symbol_is_legal_somewhere_and_drawn()
    {
        var counts = Draw(200_000, "symbols").GroupBy(symbol => symbol).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(V, counts.Count);
        Assert.Equal(40, V);
        Assert.All(counts.Values, count => Assert.True(count > 60)); // Errors alone would give 20.
    }

    // Pearson's statistic for each of the most used distributions, within a bound that one in thousands exceeds by chance.
    [Fact]
    public void Long_run_frequencies_match_the_probabilities()
    {
        var visits = new Dictionary<OracleState, int[]>();
        var state = OracleLanguage.Start;
        foreach (var symbol in Draw(1_000_000, "frequencies"))
        {
            if (!visits.TryGetValue(state, out var seen))
                visits.Add(state, seen = new int[V]);
            seen[symbol]++;
            state = Language.Advance(state, (int)symbol);
        }
        double[] DistributionOf(OracleState visited)
        {
            var probabilities = new double[V];
            Language.Distribution(visited, probabilities);
            return probabilities;
        }
        var tested = 0;
        foreach (var group in visits.GroupBy(pair => Convert.ToBase64String(MemoryMarshal.AsBytes(DistributionOf(pair.Key).AsSpan()))))
        {
            var visited = group.First().Key;
            var expected = DistributionOf(visited);
            var counts = Enumerable.Range(0, V).Select(symbol => group.Sum(pair => pair.Value[symbol])).ToArray();
            var total = counts.Sum();
            if (total < 1000)
                continue;
            // Symbols expected fewer than five times are taken together.
            var cells = counts.Select((count, symbol) => (Count: (double)count, Expected: total * expected[symbol])).ToList();
            var rare = cells.Where(cell => cell.Expected < 5).ToList();
            var frequent = cells.Where(cell => cell.Expected >= 5).Append((Count: rare.Sum(cell => cell.Count), Expected: rare.Sum(cell => cell.Expected))).ToList();
            var statistic = frequent.Where(cell => cell.Expected > 0).Sum(cell => Math.Pow(cell.Count - cell.Expected, 2) / cell.Expected);
            var degrees = frequent.Count - 1;
            Assert.True(statistic < degrees + 4 * Math.Sqrt(2.0 * degrees) + 8, $"{visited}: {statistic} at {degrees} degrees of freedom");
            tested++;
        }
        Assert.True(tested > 50, $"{tested} states");
    }

    [Fact]
    public void The_exact_rates_agree_with_a_long_draw()
    {
        const int runs = 100, length = 10_000;
        var entropies = new double[runs];
        var illegal = 0.0;
        var state = OracleLanguage.Start;
        var random = new RandomStream(11, "rates");
        for (var run = 0; run < runs; run++)
        {
            for (var t = 0; t < length; t++)
            {
                entropies[run] += Language.Entropy(state) / length;
                illegal += Language.IllegalProbability(state) / runs / length;
                state = Language.Advance(state, Language.Sample(state, random));
            }
        }
        var mean = entropies.Average();
        var error = Math.Sqrt(entropies.Sum(entropy => Math.Pow(entropy - mean, 2)) / (runs - 1) / runs);
        Assert.True(error < 0.002);
        Assert.Equal(mean, Language.EntropyRate, 4 * error);
        Assert.Equal(illegal, Language.IllegalRate, 2e-5);
    }

    // A change of the language makes trained models and published results meaningless: it must be meant.
    [Fact]
    public void The_language_is_what_it_was()
    {
        Assert.Equal(240, Language.Words.Distinct().Count());
        Assert.StartsWith("<", Language.Vocabulary.Decode(Draw(60, "golden")), StringComparison.Ordinal);
        Assert.Equal(0.8164682621602, Language.EntropyRate, 1e-12);
        Assert.Equal(0.0033349234937, Language.IllegalRate, 1e-12);
    }
}
