namespace ProfessorForcing.Kernels.Data.Text;

/// <summary>Cuts text into characters or words.</summary>
internal static class TextElements
{
    /// <summary>The word that stands for a line end.</summary>
    public const string EndOfLine = "<eos>";

    /// <summary>The elements of a text, as ranges of UTF-16 units: at word level each word and each newline; other white space only separates.</summary>
    public static IEnumerable<(int Start, int Length)> Split(string text, TextLevel level) =>
        level == TextLevel.Char ? Characters(text) : Words(text);

    /// <summary>The symbol of one element; a lone surrogate, which no file can hold, is U+FFFD.</summary>
    public static ReadOnlySpan<char> Symbol(string text, (int Start, int Length) element, TextLevel level)
    {
        var symbol = text.AsSpan(element.Start, element.Length);
        if (level == TextLevel.Word)
            return symbol is "\n" ? EndOfLine : symbol;
        return symbol.Length == 1 && char.IsSurrogate(symbol[0]) ? "\uFFFD" : symbol;
    }

    private static IEnumerable<(int Start, int Length)> Characters(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            yield return (i, length);
            i += length;
        }
    }

    private static IEnumerable<(int Start, int Length)> Words(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
                i++;
            if (i > start)
                yield return (start, i - start);
            if (i < text.Length && text[i] == '\n')
                yield return (i, 1);
            i++;
        }
    }
}
