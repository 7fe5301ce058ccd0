namespace ProfessorForcing.Data.Text;

/// <summary>
/// An interpolated n-gram model with modified Kneser-Ney smoothing (Chen and Goodman 1999) over symbols: the baseline
/// that a network has to beat. The lowest order is interpolated with the uniform distribution, so that every symbol
/// has a probability above zero and those of all V sum to one. The start of a sequence is part of the context.
/// </summary>
public sealed class NGramModel
{
    /// <summary>Largest order.</summary>
    public const int MaxOrder = 12;

    private const int Chunk = 256;

    private readonly NGramTree _tree;
    private readonly NGramWeights _weights;

    private NGramModel(NGramTree tree, int symbols)
    {
        _tree = tree;
        _weights = new(tree);
        Symbols = symbols;
    }

    /// <summary>n: the model sees n − 1 symbols back.</summary>
    public int Order => _tree.Order;

    /// <summary>Number of symbols V.</summary>
    public int Symbols { get; }

    /// <summary>Counts the sequences of a split; each begins anew, as they do in training.</summary>
    /// <param name="set">The split.</param>
    /// <param name="symbols">Number of symbols V.</param>
    /// <param name="order">n, 1 to <see cref="MaxOrder"/>.</param>
    public static NGramModel Train(ISymbolSet set, int symbols, int order = 5)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(symbols);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        var tree = new NGramTree(order, startSymbol: symbols);
        foreach (var rows in Chunks(set))
        {
            for (var row = 0; row < rows.Lengths.Length; row++)
                tree.Count(rows.Row(row));
        }
        return new(tree, symbols);
    }

    /// <summary>P(symbol | the sequence so far).</summary>
    /// <param name="prefix">The sequence's symbols before it, from the sequence's start.</param>
    /// <param name="symbol">The symbol.</param>
    public double Probability(ReadOnlySpan<long> prefix, int symbol)
    {
        Span<int> context = stackalloc int[Order];
        var depth = Follow(prefix, context);
        return Step(context, ref depth, symbol);
    }

    /// <summary>Writes the distribution of the next symbol.</summary>
    /// <param name="prefix">The sequence's symbols before it, from the sequence's start.</param>
    /// <param name="probabilities">Receives V numbers that sum to one.</param>
    public void Distribution(ReadOnlySpan<long> prefix, Span<double> probabilities)
    {
        if (probabilities.Length != Symbols)
            throw new ArgumentException($"The distribution has {Symbols} numbers, not {probabilities.Length}.", nameof(probabilities));
        Span<int> context = stackalloc int[Order];
        Span<int> copy = stackalloc int[Order];
        var depth = Follow(prefix, context);
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            context.CopyTo(copy);
            var copiedDepth = depth;
            probabilities[symbol] = Step(copy, ref copiedDepth, symbol);
        }
    }

    /// <summary>Follows a sequence from its start.</summary>
    /// <param name="sequence">Elements y_1..y_T.</param>
    /// <param name="logProbabilities">Receives log P(y_t | y_1..y_{t−1}) in nats; as long as the sequence.</param>
    public void Score(ReadOnlySpan<long> sequence, Span<double> logProbabilities)
    {
        if (logProbabilities.Length != sequence.Length)
            throw new ArgumentException("One log-probability is written for each symbol.", nameof(logProbabilities));
        Span<int> context = stackalloc int[Order];
        var depth = _tree.Start(context);
        Score(sequence, logProbabilities, context, ref depth);
    }

    /// <summary>Mean NLL over every element of a split, in nats.</summary>
    /// <param name="set">The split.</param>
    /// <param name="carryContext">Whether a sequence's context reaches back into the one before it (where they are continuous) instead of beginning anew.</param>
    public double NegativeLogLikelihood(ISymbolSet set, bool carryContext = false)
    {
        ArgumentNullException.ThrowIfNull(set);
        var carries = carryContext && set.IsContinuous;
        var context = new int[Order];
        var depth = _tree.Start(context);
        var sum = 0.0;
        foreach (var rows in Chunks(set))
        {
            var logProbabilities = new double[rows.Steps];
            for (var row = 0; row < rows.Lengths.Length; row++)
            {
                if (!carries)
                    depth = _tree.Start(context);
                var target = logProbabilities.AsSpan(0, rows.Lengths[row]);
                Score(rows.Row(row), target, context, ref depth);
                foreach (var value in target)
                    sum -= value;
            }
        }
        return sum / set.ElementCount;
    }

    private static IEnumerable<SymbolRows> Chunks(ISymbolSet set)
    {
        for (var first = 0; first < set.Count; first += Chunk)
            yield return set.ReadRows(Enumerable.Range(first, Math.Min(Chunk, set.Count - first)).ToArray());
    }

    private void Score(ReadOnlySpan<long> sequence, Span<double> logProbabilities, Span<int> context, ref int depth)
    {
        for (var t = 0; t < sequence.Length; t++)
            logProbabilities[t] = Math.Log(Step(context, ref depth, checked((int)sequence[t])));
    }

    private int Follow(ReadOnlySpan<long> prefix, Span<int> context)
    {
        var depth = _tree.Start(context);
        foreach (var symbol in prefix)
            Step(context, ref depth, checked((int)symbol));
        return depth;
    }

    // The probability of a symbol, which then becomes part of the context: context[k] is the node of the last k
    // symbols, for k below the depth. If a longer n-gram is known, so is every shorter end of it.
    private double Step(Span<int> context, ref int depth, int symbol)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(symbol);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(symbol, Symbols);
        var probability = 1.0 / Symbols;
        var node = context[0];
        var (known, followed) = (true, 1);
        for (var k = 0; k < depth; k++)
        {
            var child = known ? _tree.Child(node, symbol) : -1;
            known = child >= 0;
            probability = _weights.Interpolate(node, child, probability);
            if (k + 1 < depth)
                node = context[k + 1];
            if (known && k + 1 < Order)
                (context[k + 1], followed) = (child, k + 2);
        }
        depth = followed;
        return probability;
    }
}
