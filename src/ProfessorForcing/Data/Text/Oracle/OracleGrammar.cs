namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// P_grammar: what may follow in each state, without errors. States that share a distribution share a row; a row
/// lists the legal symbols, likeliest first.
/// </summary>
internal sealed class OracleGrammar
{
    // By depth of the innermost element, 1 to 4.
    private static readonly double[] CloseAfterSentence = [0.5, 0.6, 0.65, 0.7];
    private static readonly double[] ElementAfterSpace = [0.22, 0.2, 0.15, 0];

    private const int Contexts = OracleLexicon.ClassCount + 1;
    private const int FixedRows = 6, Document = 0, DocumentEnd = 1, CloseTag = 2, Pause = 3, GarbledWord = 4, GarbledName = 5;

    private static readonly int Tags = OracleLexicon.Tags.Length;
    private static readonly int LongestName = OracleLexicon.Tags.Max(name => name.Length);

    private readonly OracleLexicon _lexicon;
    private readonly PrefixTree _words, _names;
    private readonly int _sentenceEnd, _closed, _openName, _closeName, _content, _item, _word;
    private readonly (byte Symbol, double Probability)[][] _rows;

    public OracleGrammar(OracleLexicon lexicon, PrefixTree words, PrefixTree names)
    {
        (_lexicon, _words, _names) = (lexicon, words, names);
        _sentenceEnd = FixedRows;
        _closed = _sentenceEnd + OracleTransitions.MaxDepth;
        _openName = _closed + Tags;
        _closeName = _openName + (Tags + 1) * names.Count;
        _content = _closeName + Tags * (LongestName + 1);
        _item = _content + Tags;
        _word = _item + Tags * Contexts * OracleTransitions.MaxDepth;
        _rows = new (byte, double)[_word + Tags * Contexts * words.Count][];
        FillFixed();
        FillNames();
        FillText();
    }

    /// <summary>The legal symbols of a row with their probabilities, which sum to one.</summary>
    public ReadOnlySpan<(byte Symbol, double Probability)> Row(int row) => _rows[row];

    /// <summary>The row of a state.</summary>
    public int RowOf(OracleState state) => state.Mode switch
    {
        OracleMode.Document => Document,
        OracleMode.DocumentEnd => DocumentEnd,
        OracleMode.CloseTag => CloseTag,
        OracleMode.Pause => Pause,
        OracleMode.GarbledWord => GarbledWord,
        OracleMode.GarbledOpenName or OracleMode.GarbledCloseName => GarbledName,
        OracleMode.SentenceEnd => _sentenceEnd + state.Depth - 1,
        OracleMode.Closed => _closed + state.Tag,
        OracleMode.OpenName => OpenNameRow(state.Depth == 0 ? Tags : state.Tag, state.Node),
        OracleMode.CloseName => CloseNameRow(state.Tag, state.Node),
        OracleMode.Content => _content + state.Tag,
        OracleMode.Item => ItemRow(state.Tag, state.PreviousClass, state.Depth),
        _ => WordRow(state.Tag, state.PreviousClass, state.Node),
    };

    private int OpenNameRow(int parent, int node) => _openName + parent * _names.Count + node;

    private int CloseNameRow(int tag, int letters) => _closeName + tag * (LongestName + 1) + letters;

    private int ItemRow(int tag, int previousClass, int depth) =>
        _item + (tag * Contexts + previousClass) * OracleTransitions.MaxDepth + depth - 1;

    private int WordRow(int tag, int previousClass, int node) => _word + (tag * Contexts + previousClass) * _words.Count + node;

    private void FillFixed()
    {
        Set(Document, ('<', 1));
        Set(DocumentEnd, ('\n', 1));
        Set(CloseTag, ('/', 1));
        Set(Pause, (' ', 1));
        var letters = OracleAlphabet.Symbols.Where(char.IsAsciiLetterLower).Select(letter => (letter, 0.5 / 26)).ToArray();
        Set(GarbledWord, [.. letters, (' ', 0.35), (',', 0.05), ('.', 0.1)]);
        Set(GarbledName, [.. letters, ('>', 0.5)]);
        for (var depth = 0; depth < OracleTransitions.MaxDepth; depth++)
            Set(_sentenceEnd + depth, ('<', CloseAfterSentence[depth]), (' ', 1 - CloseAfterSentence[depth]));
        for (var tag = 0; tag < Tags; tag++)
            Set(_closed + tag, [(' ', 0.6), (',', 0.1), .. SentenceEnds(tag, 0.3)]);
    }

    private void FillNames()
    {
        for (var parent = 0; parent <= Tags; parent++)
        {
            var sums = _names.Sum(tag => _lexicon.TagWeight(parent, tag));
            for (var node = 0; node < _names.Count; node++)
                Set(OpenNameRow(parent, node), [.. Branches(_names, node, sums, 1), .. EndOf(_names, node, tag => _lexicon.TagWeight(parent, tag) / sums[node], share => [('>', share)])]);
        }
        for (var tag = 0; tag < Tags; tag++)
        {
            var name = OracleLexicon.Tags[tag];
            for (var letters = 0; letters <= LongestName; letters++)
                Set(CloseNameRow(tag, letters), (letters < name.Length ? name[letters] : '>', 1));
        }
    }

    private void FillText()
    {
        for (var tag = 0; tag < Tags; tag++)
        {
            for (var previous = 0; previous < Contexts; previous++)
            {
                double Weight(int word) => _lexicon.WordWeight(tag, previous, word);
                var sums = _words.Sum(Weight);
                for (var node = 0; node < _words.Count; node++)
                    Set(WordRow(tag, previous, node), [.. Branches(_words, node, sums, 1), .. EndOf(_words, node, word => Weight(word) / sums[node], share => AfterWord(tag, share))]);
                for (var depth = 1; depth <= OracleTransitions.MaxDepth; depth++)
                {
                    var element = ElementAfterSpace[depth - 1];
                    Set(ItemRow(tag, previous, depth), [('<', element), .. Branches(_words, 0, sums, 1 - element)]);
                }
                if (previous == OracleLexicon.NoClass)
                    Set(_content + tag, [.. Branches(_words, 0, sums, 1)]);
            }
        }
    }

    private static IEnumerable<(char, double)> Branches(PrefixTree tree, int node, double[] sums, double share)
    {
        for (var symbol = 0; symbol < OracleAlphabet.Count; symbol++)
        {
            if (tree.Child(node, symbol) is >= 0 and var child)
                yield return (OracleAlphabet.Symbols[symbol], share * sums[child] / sums[node]);
        }
    }

    private static IEnumerable<(char, double)> EndOf(
        PrefixTree tree, int node, Func<int, double> share, Func<double, IEnumerable<(char, double)>> follow) =>
        tree.WordAt(node) is >= 0 and var word ? follow(share(word)) : [];

    private static IEnumerable<(char, double)> AfterWord(int tag, double share) =>
        [(' ', 0.67 * share), (',', 0.06 * share), (';', 0.01 * share), (':', 0.01 * share), .. SentenceEnds(tag, 0.25 * share)];

    // Every third tag likes questions, every third exclamations.
    private static IEnumerable<(char, double)> SentenceEnds(int tag, double share)
    {
        var favourite = tag % 3;
        return ".?!".Select((mark, index) => (mark, share * (index == favourite ? 0.8 : 0.1)));
    }

    private void Set(int row, params (char Symbol, double Probability)[] entries) =>
        _rows[row] = [.. entries
            .Where(entry => entry.Probability > 0)
            .Select(entry => ((byte)OracleAlphabet.Id(entry.Symbol), entry.Probability))
            .OrderByDescending(entry => entry.Probability)];
}
