namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// How the state goes on after any symbol, legal or not. A symbol does the same whether or not it is legal: a
/// structural symbol is taken for what it means (a space ends the word or breaks off the tag, <c>&lt;</c> begins a tag,
/// a newline ends the document), a letter that leads nowhere garbles its word or name until that ends, and what has no
/// meaning where it stands is skipped. An opening tag that is no name opens nothing; any closing tag closes the
/// innermost element. So one error does not make all that follows illegal.
/// </summary>
/// <param name="lexicon">The words' classes.</param>
/// <param name="words">The words.</param>
/// <param name="names">The tags' names.</param>
internal sealed class OracleTransitions(OracleLexicon lexicon, PrefixTree words, PrefixTree names)
{
    /// <summary>Most open elements.</summary>
    public const int MaxDepth = 4;

    /// <summary>Before the first document.</summary>
    public static OracleState Start { get; } = new(OracleMode.Document, 0, 0, OracleLexicon.NoClass, 0);

    /// <summary>The state after one more symbol.</summary>
    public OracleState Advance(OracleState state, int symbol)
    {
        var kind = OracleAlphabet.KindOf(symbol);
        return state.Mode switch
        {
            OracleMode.Document or OracleMode.DocumentEnd => AroundDocument(state, kind),
            OracleMode.OpenName or OracleMode.GarbledOpenName => InOpenName(state, symbol, kind),
            OracleMode.CloseTag or OracleMode.CloseName or OracleMode.GarbledCloseName => InCloseTag(state, symbol, kind),
            _ => InText(state, symbol, kind),
        };
    }

    private static OracleState AroundDocument(OracleState state, OracleSymbolKind kind) => kind switch
    {
        OracleSymbolKind.Less => To(state, OracleMode.OpenName),
        OracleSymbolKind.LineEnd => Start,
        _ => state,
    };

    private OracleState InOpenName(OracleState state, int symbol, OracleSymbolKind kind)
    {
        var isName = state.Mode == OracleMode.OpenName;
        switch (kind)
        {
            case OracleSymbolKind.Letter:
                var child = isName ? names.Child(state.Node, symbol) : -1;
                return child >= 0 ? state with { Node = (ushort)child } : To(state, OracleMode.GarbledOpenName);
            case OracleSymbolKind.Greater when isName && names.WordAt(state.Node) is >= 0 and var tag:
                return new(OracleMode.Content, (byte)(state.Depth + 1), (ushort)(state.Stack << 4 | tag), OracleLexicon.NoClass, 0);
            case OracleSymbolKind.Slash when isName && state is { Node: 0, Depth: > 0 }:
                return To(state, OracleMode.CloseName);
            default:
                return BreakOff(state, kind, breaksAtGreater: true);
        }
    }

    private static OracleState InCloseTag(OracleState state, int symbol, OracleSymbolKind kind)
    {
        if (state.Mode == OracleMode.CloseTag)
        {
            return kind switch
            {
                OracleSymbolKind.Slash => To(state, OracleMode.CloseName),
                OracleSymbolKind.Letter => To(state, OracleMode.GarbledOpenName),
                _ => BreakOff(state, kind, breaksAtGreater: true),
            };
        }
        switch (kind)
        {
            case OracleSymbolKind.Letter:
                var name = OracleLexicon.Tags[state.Tag];
                var follows = state.Mode == OracleMode.CloseName && state.Node < name.Length && OracleAlphabet.Symbols[symbol] == name[state.Node];
                return follows ? state with { Node = (ushort)(state.Node + 1) } : To(state, OracleMode.GarbledCloseName);
            case OracleSymbolKind.Greater:
                var mode = state.Depth == 1 ? OracleMode.DocumentEnd : OracleMode.Closed;
                return new(mode, (byte)(state.Depth - 1), (ushort)(state.Stack >> 4), OracleLexicon.NoClass, 0);
            default:
                return BreakOff(state, kind, breaksAtGreater: false);
        }
    }

    private OracleState InText(OracleState state, int symbol, OracleSymbolKind kind)
    {
        switch (kind)
        {
            case OracleSymbolKind.Letter or OracleSymbolKind.WordSign:
                var inWord = state.Mode is OracleMode.Content or OracleMode.Item or OracleMode.Word;
                var child = inWord ? words.Child(state.Node, symbol) : -1;
                return child >= 0
                    ? state with { Mode = OracleMode.Word, Node = (ushort)child }
                    : To(state, OracleMode.GarbledWord);
            case OracleSymbolKind.Space:
                return To(state, OracleMode.Item, ClassAfter(state));
            case OracleSymbolKind.Pause:
                return To(state, OracleMode.Pause, ClassAfter(state));
            case OracleSymbolKind.SentenceEnd:
                return To(state, OracleMode.SentenceEnd);
            case OracleSymbolKind.Less when state.Mode != OracleMode.SentenceEnd && state.Depth < MaxDepth:
                return To(state, OracleMode.OpenName);
            case OracleSymbolKind.Less:
                return To(state, OracleMode.CloseTag);
            case OracleSymbolKind.LineEnd:
                return Start;
            default:
                return state;
        }
    }

    // A tag that does not come to its end: what stood around it goes on.
    private static OracleState BreakOff(OracleState state, OracleSymbolKind kind, bool breaksAtGreater)
    {
        var around = state.Depth == 0 ? Start : To(state, OracleMode.Item);
        return kind switch
        {
            OracleSymbolKind.Space => around,
            OracleSymbolKind.Greater when breaksAtGreater => around,
            OracleSymbolKind.Less => To(state, state.Depth < MaxDepth ? OracleMode.OpenName : OracleMode.CloseTag),
            OracleSymbolKind.LineEnd => Start,
            _ => state,
        };
    }

    private byte ClassAfter(OracleState state) => state.Mode switch
    {
        OracleMode.Word => words.WordAt(state.Node) is >= 0 and var word ? (byte)lexicon.ClassOf(word) : (byte)OracleLexicon.NoClass,
        OracleMode.Pause or OracleMode.Item => state.PreviousClass,
        _ => OracleLexicon.NoClass,
    };

    private static OracleState To(OracleState state, OracleMode mode, byte previousClass = OracleLexicon.NoClass) =>
        state with { Mode = mode, PreviousClass = previousClass, Node = 0 };
}
