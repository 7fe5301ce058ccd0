using ProfessorForcing.Kernels.Data.Text;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// A stochastic language of tagged, nested, word-like text, such as
/// <c>&lt;song&gt;bai tro, &lt;name&gt;ka ro.&lt;/name&gt; dul.&lt;/song&gt;</c> with a newline after each document. A closing tag
/// repeats its opening name, depth goes up to 4, which words are likely depends on the innermost tag and on the word
/// before. The state follows from the prefix, so every string has an exact probability: in a state s each of the V
/// symbols has P(y | s) = (1 − V ε) P_grammar(y | s) + ε with ε = 1e-4. A symbol with P_grammar = 0 is illegal. There is
/// one language; a corpus differs from another in its draws only. Immutable.
/// </summary>
public sealed class OracleLanguage : IOracle
{
    /// <summary>ε: the least probability of any symbol in any state.</summary>
    public const double LeastProbability = 1e-4;

    private const double Noise = OracleAlphabet.Count * LeastProbability;

    private static readonly Lazy<OracleLanguage> Lazily = new(() => new());

    private readonly OracleTransitions _transitions;
    private readonly OracleGrammar _grammar;
    private readonly Lazy<OracleRates> _rates;

    private OracleLanguage()
    {
        var lexicon = new OracleLexicon();
        var words = new PrefixTree(lexicon.Words);
        var names = new PrefixTree(OracleLexicon.Tags);
        _transitions = new(lexicon, words, names);
        _grammar = new(lexicon, words, names);
        _rates = new(() => new(this));
        Words = lexicon.Words;
    }

    /// <summary>The language.</summary>
    public static OracleLanguage Instance => Lazily.Value;

    /// <summary>The 40 symbols.</summary>
    public Vocabulary Vocabulary { get; } = new(TextLevel.Char, OracleAlphabet.Symbols.Select(symbol => symbol.ToString()));

    /// <summary>The words, the most frequent first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The state before the first symbol.</summary>
    public static OracleState Start => OracleTransitions.Start;

    /// <summary>
    /// Entropy rate in nats per symbol: exact, by solving linear equations over the states when first asked for.
    /// </summary>
    public double EntropyRate => _rates.Value.Entropy;

    /// <summary>The share of illegal symbols in the long run; exact as <see cref="EntropyRate"/> is.</summary>
    public double IllegalRate => _rates.Value.Illegal;

    /// <summary>The state after one more symbol, legal or not.</summary>
    public OracleState Advance(OracleState state, int symbol) => _transitions.Advance(state, symbol);

    /// <summary>Whether the grammar without errors allows a symbol in a state.</summary>
    public bool IsLegal(OracleState state, int symbol) => GrammarProbability(state, symbol) > 0;

    /// <summary>P(symbol | state), at least <see cref="LeastProbability"/>.</summary>
    public double Probability(OracleState state, int symbol) => Mix(GrammarProbability(state, symbol));

    /// <summary>Writes the distribution of the next symbol.</summary>
    /// <param name="state">The state.</param>
    /// <param name="probabilities">Receives V numbers that sum to one.</param>
    public void Distribution(OracleState state, Span<double> probabilities)
    {
        if (probabilities.Length != OracleAlphabet.Count)
            throw new ArgumentException($"The distribution has {OracleAlphabet.Count} numbers, not {probabilities.Length}.", nameof(probabilities));
        probabilities.Fill(LeastProbability);
        foreach (var (symbol, probability) in _grammar.Row(_grammar.RowOf(state)))
            probabilities[symbol] = Mix(probability);
    }

    /// <summary>Draws the next symbol.</summary>
    public int Sample(OracleState state, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var uniform = random.NextDouble();
        if (uniform < Noise)
            return Math.Min((int)(uniform / LeastProbability), OracleAlphabet.Count - 1);
        var left = (uniform - Noise) / (1 - Noise);
        var row = _grammar.Row(_grammar.RowOf(state));
        foreach (var (symbol, probability) in row)
        {
            left -= probability;
            if (left < 0)
                return symbol;
        }
        return row[^1].Symbol;
    }

    /// <summary>Draws a sequence from the start state; a longer draw from an equal stream begins with a shorter one.</summary>
    public void Generate(RandomStream random, Span<long> sequence)
    {
        var state = Start;
        foreach (ref var symbol in sequence)
        {
            symbol = Sample(state, random);
            state = Advance(state, (int)symbol);
        }
    }

    /// <summary>Entropy of the next symbol in nats.</summary>
    public double Entropy(OracleState state)
    {
        var row = _grammar.Row(_grammar.RowOf(state));
        var entropy = -(OracleAlphabet.Count - row.Length) * LeastProbability * Math.Log(LeastProbability);
        foreach (var (_, probability) in row)
            entropy -= Mix(probability) * Math.Log(Mix(probability));
        return entropy;
    }

    /// <summary>Probability that the next symbol is illegal.</summary>
    public double IllegalProbability(OracleState state) =>
        (OracleAlphabet.Count - _grammar.Row(_grammar.RowOf(state)).Length) * LeastProbability;

    /// <inheritdoc/>
    public int Score(ReadOnlySpan<long> sequence, Span<double> logProbabilities)
    {
        if (logProbabilities.Length != sequence.Length)
            throw new ArgumentException("One log-probability is written for each symbol.", nameof(logProbabilities));
        var state = Start;
        var firstIllegal = -1;
        for (var t = 0; t < sequence.Length; t++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sequence[t], nameof(sequence));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence[t], OracleAlphabet.Count, nameof(sequence));
            var symbol = (int)sequence[t];
            var probability = GrammarProbability(state, symbol);
            if (probability == 0 && firstIllegal < 0)
                firstIllegal = t;
            logProbabilities[t] = Math.Log(Mix(probability));
            state = Advance(state, symbol);
        }
        return firstIllegal;
    }

    private static double Mix(double grammarProbability) => (1 - Noise) * grammarProbability + LeastProbability;

    private double GrammarProbability(OracleState state, int symbol)
    {
        foreach (var (candidate, probability) in _grammar.Row(_grammar.RowOf(state)))
        {
            if (candidate == symbol)
                return probability;
        }
        return 0;
    }
}
