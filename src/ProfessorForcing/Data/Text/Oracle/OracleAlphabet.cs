using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>The 40 symbols of the language, in the order of their code points (the order of a <see cref="Vocabulary"/>).</summary>
internal static class OracleAlphabet
{
    /// <summary>Every symbol; its index is its id.</summary>
    public const string Symbols = "\n !&',-./:;<>?abcdefghijklmnopqrstuvwxyz";

    /// <summary>Number of symbols V.</summary>
    public const int Count = 40;

    private static readonly OracleSymbolKind[] Kinds = [.. Symbols.Select(KindOfCharacter)];

    /// <summary>The id of a symbol that is in the alphabet.</summary>
    public static int Id(char symbol) => Symbols.IndexOf(symbol, StringComparison.Ordinal);

    /// <summary>The part that a symbol plays in the grammar.</summary>
    public static OracleSymbolKind KindOf(int id) => Kinds[id];

    private static OracleSymbolKind KindOfCharacter(char symbol) => symbol switch
    {
        '\n' => OracleSymbolKind.LineEnd,
        ' ' => OracleSymbolKind.Space,
        '<' => OracleSymbolKind.Less,
        '>' => OracleSymbolKind.Greater,
        '/' => OracleSymbolKind.Slash,
        ',' or ':' or ';' => OracleSymbolKind.Pause,
        '.' or '!' or '?' => OracleSymbolKind.SentenceEnd,
        '&' or '\'' or '-' => OracleSymbolKind.WordSign,
        _ => OracleSymbolKind.Letter,
    };
}
