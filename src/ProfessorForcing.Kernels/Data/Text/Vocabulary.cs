using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Kernels.Data.Text;

/// <summary>
/// The symbols of a text, numbered from 0. Characters stand in the order of their code points, words by falling
/// frequency and then ordinally; the unknown symbol, where there is one, comes last. Immutable.
/// </summary>
public sealed class Vocabulary
{
    private readonly string[] _symbols;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>A vocabulary of given symbols.</summary>
    /// <param name="level">What a symbol is.</param>
    /// <param name="symbols">The symbols in the order of their ids; at least one, none twice.</param>
    /// <param name="unknownId">Id of the symbol that stands for all others, or null if there is none.</param>
    /// <exception cref="ArgumentException">The symbols are not such a list.</exception>
    public Vocabulary(TextLevel level, IEnumerable<string> symbols, int? unknownId = null)
    {
        Level = level;
        _symbols = [.. symbols];
        if (_symbols.Length == 0)
            throw new ArgumentException("A vocabulary needs at least one symbol.", nameof(symbols));
        _ids = new(_symbols.Length, StringComparer.Ordinal);
        for (var id = 0; id < _symbols.Length; id++)
        {
            if (!IsSymbol(_symbols[id], level) || !_ids.TryAdd(_symbols[id], id))
                throw new ArgumentException($"'{_symbols[id]}' is not a {NameOf(level)} or stands twice in the vocabulary.", nameof(symbols));
        }
        if (unknownId is < 0 || unknownId >= _symbols.Length)
            throw new ArgumentException($"The unknown symbol's id {unknownId} is not below {_symbols.Length}.", nameof(unknownId));
        UnknownId = unknownId;
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a symbol is a character or a word.</summary>
    public TextLevel Level { get; }

    /// <summary>Number of symbols V.</summary>
    public int Count => _symbols.Length;

    /// <summary>Id of the symbol that stands for all that are not in the vocabulary; null if there is none.</summary>
    public int? UnknownId { get; }

    /// <summary>The symbol of an id. A word-level line end is <c>&lt;eos&gt;</c>.</summary>
    public string this[int id] => _symbols[id];

    /// <summary>The unknown symbol of a level: U+FFFD for characters, <c>&lt;unk&gt;</c> for words.</summary>
    public static string UnknownSymbol(TextLevel level) => level == TextLevel.Char ? "\uFFFD" : "<unk>";

    /// <summary>Collects the symbols of a text.</summary>
    /// <param name="level">What a symbol is.</param>
    /// <param name="symbols">Every element of the text, in order.</param>
    /// <param name="limit">Most symbols, the unknown one among them: the most frequent stay, of equally frequent ones those first in order; 0: all.</param>
    /// <param name="withUnknown">Whether there is an unknown symbol; needed with a limit.</param>
    /// <exception cref="ArgumentException">A limit without unknown symbol, or one below 2.</exception>
    public static Vocabulary Build(TextLevel level, IEnumerable<string> symbols, int limit = 0, bool withUnknown = true)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (limit != 0 && (limit < 2 || !withUnknown))
            throw new ArgumentException("A limited vocabulary needs room for an unknown symbol and one more.", nameof(limit));
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, symbol, out _)++;
        if (withUnknown)
            counts.Remove(UnknownSymbol(level));
        IComparer<string> order = level == TextLevel.Char ? CodePointOrder : StringComparer.Ordinal;
        var kept = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, order).Select(pair => pair.Key);
        if (limit != 0)
            kept = kept.Take(limit - 1);
        if (level == TextLevel.Char)
            kept = kept.Order(order);
        var list = kept.ToList();
        if (withUnknown)
            list.Add(UnknownSymbol(level));
        return new(level, list, withUnknown ? list.Count - 1 : null);
    }

    /// <summary>Splits text into elements and looks them up.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What the text is called in an error.</param>
    /// <exception cref="InputDataException">A symbol is not in the vocabulary, and there is no unknown one.</exception>
    public int[] Encode(string text, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(Level == TextLevel.Char ? text.Length : text.Length / 5);
        foreach (var element in TextElements.Split(text, Level))
        {
            var symbol = TextElements.Symbol(text, element, Level);
            if (_lookup.TryGetValue(symbol, out var id))
                ids.Add(id);
            else
                ids.Add(UnknownId ?? throw Outside(symbol, ids.Count, name));
        }
        return [.. ids];
    }

    /// <summary>
    /// The text of ids. Each word is followed by a space and a line end is a newline, so that the texts of
    /// consecutive pieces, joined, are the text of the whole.
    /// </summary>
    public string Decode(ReadOnlySpan<long> ids)
    {
        var text = new StringBuilder(ids.Length * (Level == TextLevel.Char ? 1 : 6));
        foreach (var id in ids)
        {
            var symbol = _symbols[checked((int)id)];
            if (Level == TextLevel.Char)
                text.Append(symbol);
            else if (symbol == TextElements.EndOfLine)
                text.Append('\n');
            else
                text.Append(symbol).Append(' ');
        }
        return text.ToString();
    }

    /// <summary>Level, symbols in the order of their ids and the unknown symbol's id, as <see cref="FromJson"/> reads them.</summary>
    public JsonObject ToJson() => new()
    {
        ["level"] = NameOf(Level),
        ["symbols"] = new JsonArray([.. _symbols.Select(symbol => (JsonNode)symbol)]),
        ["unknown"] = UnknownId,
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InputDataException">It is something else.</exception>
    public static Vocabulary FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var level = json["level"]!.GetValue<string>();
            var known = Enum.GetValues<TextLevel>().First(candidate => NameOf(candidate) == level);
            return new(known, json["symbols"]!.AsArray().Select(symbol => symbol!.GetValue<string>()), json["unknown"]?.GetValue<int>());
        }
        catch (Exception cause) when (cause is InvalidOperationException or NullReferenceException or ArgumentException or FormatException)
        {
            throw new InputDataException("the stored vocabulary is malformed: expected level, symbols and unknown", cause);
        }
    }

    private static readonly Comparer<string> CodePointOrder =
        Comparer<string>.Create((a, b) => Rune.GetRuneAt(a, 0).CompareTo(Rune.GetRuneAt(b, 0)));

    private static string NameOf(TextLevel level) => level == TextLevel.Char ? "char" : "word";

    private static bool IsSymbol(string symbol, TextLevel level) => level == TextLevel.Char
        ? Rune.TryGetRuneAt(symbol.Length == 0 ? " " : symbol, 0, out var rune) && rune.Utf16SequenceLength == symbol.Length
        : symbol.Length > 0 && !symbol.Any(char.IsWhiteSpace);

    private InputDataException Outside(ReadOnlySpan<char> symbol, int position, string name) => new(Level == TextLevel.Char
        ? $"{name}: character {Show(symbol)} (U+{Rune.GetRuneAt(symbol.ToString(), 0).Value:X4}) at position {position} is not one of the {Count} of the alphabet"
        : $"{name}: word '{symbol}' at position {position} is not one of the {Count} of the vocabulary");

    private static string Show(ReadOnlySpan<char> symbol) => char.IsControl(symbol[0]) ? "(control)" : $"'{symbol}'";
}
