namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// Exact long-run means per symbol. Documents are independent of each other, so a mean is the expected sum over a
/// document divided by the expected length (renewal reward). What happens inside an element depends on its tag and
/// depth only, so the sums follow from linear equations for one kind of element after the other, the deepest first;
/// an inner element counts as one step of the element around it. Within an element, states in words lead only to
/// deeper ones or out of the word, so they are substituted; the rest, about a hundred, is solved by elimination.
/// </summary>
internal sealed class OracleRates
{
    // A linear expression: one coefficient for each unknown, then these constants.
    private const int EntropySum = 0, IllegalSum = 1, Length = 2, Ends = 3, Constants = 4;

    private readonly OracleLanguage _language;

    // Expected entropy, illegal symbols and length from entering an element to leaving it, and the probability that the
    // document ends before it is closed.
    private readonly Dictionary<(int Depth, int Tag), double[]> _elements = [];

    public OracleRates(OracleLanguage language)
    {
        _language = language;
        for (var depth = OracleTransitions.MaxDepth; depth > 0; depth--)
        {
            for (var tag = 0; tag < OracleLexicon.Tags.Length; tag++)
                _elements[(depth, tag)] = Solve(new(OracleMode.Content, (byte)depth, (ushort)tag, OracleLexicon.NoClass, 0));
        }
        var document = Solve(OracleTransitions.Start);
        (Entropy, Illegal) = (document[EntropySum] / document[Length], document[IllegalSum] / document[Length]);
    }

    /// <summary>Entropy of a symbol in nats.</summary>
    public double Entropy { get; }

    /// <summary>Share of illegal symbols.</summary>
    public double Illegal { get; }

    // The constants of an element or document, from its entry until it is closed or its document ends.
    private double[] Solve(OracleState entry)
    {
        var states = Reach(entry);
        var indices = states.Select((state, index) => (state, index)).ToDictionary(pair => pair.state, pair => pair.index);
        var unknowns = new int[states.Count];
        var count = 0;
        for (var i = 0; i < states.Count; i++)
            unknowns[i] = states[i].Mode == OracleMode.Word ? -1 : count++;
        var expressions = new double[states.Count][];
        // Later states first: a word's next state is later than the state itself.
        for (var i = states.Count - 1; i >= 0; i--)
        {
            if (unknowns[i] < 0)
                expressions[i] = Expression(entry, states[i], i, indices, unknowns, count, expressions);
        }
        var system = new double[count][];
        for (var i = 0; i < states.Count; i++)
        {
            if (unknowns[i] >= 0)
                system[unknowns[i]] = Expression(entry, states[i], i, indices, unknowns, count, expressions);
        }
        return LinearSystem.FixedPoint(system)[unknowns[0]];
    }

    // What a state leads to in expectation, in terms of the unknowns.
    private double[] Expression(
        OracleState entry, OracleState from, int index, Dictionary<OracleState, int> indices, int[] unknowns, int count, double[][] known)
    {
        var result = new double[count + Constants];
        var constants = result.AsSpan(count);
        (constants[EntropySum], constants[IllegalSum], constants[Length]) = (_language.Entropy(from), _language.IllegalProbability(from), 1);
        var stays = 0.0;
        for (var symbol = 0; symbol < OracleAlphabet.Count; symbol++)
        {
            var probability = _language.Probability(from, symbol);
            var to = _language.Advance(from, symbol);
            if (EndsDocument(from, to))
            {
                constants[Ends] += probability;
                continue;
            }
            if (to.Depth < entry.Depth)
                continue; // Closed: nothing more to add.
            if (to.Depth > entry.Depth)
            {
                var element = _elements[(to.Depth, to.Tag)];
                LinearSystem.Add(constants, probability, element);
                probability *= 1 - element[Ends];
                to = After(entry);
            }
            var target = indices[to];
            if (unknowns[target] >= 0)
                result[unknowns[target]] += probability;
            else if (target == index)
                stays += probability;
            else
                LinearSystem.Add(result, probability, known[target]);
        }
        foreach (ref var coefficient in result.AsSpan())
            coefficient /= 1 - stays;
        return result;
    }

    // Breadth first, not into inner elements.
    private List<OracleState> Reach(OracleState entry)
    {
        var states = new List<OracleState> { entry };
        var seen = new HashSet<OracleState>(states);
        for (var i = 0; i < states.Count; i++)
        {
            for (var symbol = 0; symbol < OracleAlphabet.Count; symbol++)
            {
                var to = _language.Advance(states[i], symbol);
                if (EndsDocument(states[i], to) || to.Depth < entry.Depth)
                    continue;
                if (to.Depth > entry.Depth)
                    to = After(entry);
                if (seen.Add(to))
                    states.Add(to);
            }
        }
        return states;
    }

    private static bool EndsDocument(OracleState from, OracleState to) =>
        to.Mode == OracleMode.Document && from.Mode != OracleMode.Document;

    // Where an element goes on after an inner one.
    private static OracleState After(OracleState entry) =>
        entry with { Mode = entry.Depth == 0 ? OracleMode.DocumentEnd : OracleMode.Closed, PreviousClass = OracleLexicon.NoClass, Node = 0 };
}
