using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>The characters that texts of handwriting can have, numbered from 0 in the order of their codes. The space is always one of them.</summary>
public sealed class PenAlphabet
{
    // Fewer neighbours are shown one by one.
    private const int ShortestRange = 3;

    private readonly string _characters;

    /// <summary>Takes the characters, in any order and any number of times.</summary>
    /// <param name="characters">The characters, besides the space.</param>
    /// <exception cref="InputDataException">One is half of a character beyond U+FFFF.</exception>
    public PenAlphabet(IEnumerable<char> characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        _characters = string.Concat(characters.Append(' ').Distinct().Order());
        if (_characters.FirstOrDefault(char.IsSurrogate) is var half and not '\0')
            throw new InputDataException($"texts of handwriting cannot have characters beyond U+FFFF, but one has {Show(half)}");
    }

    /// <summary>Number of characters.</summary>
    public int Count => _characters.Length;

    /// <summary>All characters, in their order.</summary>
    public string Characters => _characters;

    /// <summary>Makes an alphabet of what <see cref="Describe"/> said.</summary>
    /// <exception cref="InputDataException">The description is malformed.</exception>
    public static PenAlphabet Restore(JsonNode? description) =>
        (description as JsonValue)?.TryGetValue<string>(out var characters) is true && new PenAlphabet(characters) is var alphabet && alphabet.Characters == characters
            ? alphabet
            : throw new InputDataException("the stored alphabet is not a string of different characters in their order, the space among them");

    /// <summary>What <see cref="Restore"/> needs: the characters as a string.</summary>
    public JsonNode Describe() => JsonValue.Create(_characters);

    /// <summary>Whether texts can have a character.</summary>
    public bool Has(char character) => _characters.Contains(character, StringComparison.Ordinal);

    /// <summary>The numbers of a text's characters.</summary>
    /// <exception cref="InputDataException">It has a character that is not of this alphabet; the message names it and its place, counted from 1.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = new int[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            numbers[i] = _characters.IndexOf(text[i], StringComparison.Ordinal);
            if (numbers[i] < 0)
                throw new InputDataException($"character {i + 1} of the text is {Show(text[i])}, which is not among the {Count} that the training texts have: {Summary()}");
        }
        return numbers;
    }

    /// <summary>A text with single spaces between its words, and without the characters that are not of this alphabet.</summary>
    public string Keep(string text) => Tidy(string.Concat((text ?? throw new ArgumentNullException(nameof(text))).Where(character => char.IsWhiteSpace(character) || Has(character))));

    /// <summary>The text of characters' numbers.</summary>
    public string Decode(ReadOnlySpan<int> numbers)
    {
        var text = new char[numbers.Length];
        for (var i = 0; i < text.Length; i++)
            text[i] = _characters[numbers[i]];
        return new(text);
    }

    /// <summary>A text with single spaces between its words, and none around them.</summary>
    internal static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Show(char character) => char.IsControl(character) || char.IsSurrogate(character) || char.IsWhiteSpace(character)
        ? $"U+{(int)character:X4}"
        : $"'{character}'";

    // Letters and digits that follow one another as a range.
    private string Summary()
    {
        var parts = new List<string>();
        for (var from = 0; from < Count;)
        {
            var end = from + 1;
            while (end < Count && _characters[end] == _characters[end - 1] + 1 && Kind(_characters[end]) is { } kind && kind == Kind(_characters[from]))
                end++;
            if (end - from < ShortestRange)
                end = from + 1;
            parts.Add(end == from + 1 ? _characters[from] == ' ' ? "space" : Plain(_characters[from]) : $"{_characters[from]}-{_characters[end - 1]}");
            from = end;
        }
        return string.Join(' ', parts);
    }

    private static string Plain(char character) => char.IsControl(character) || char.IsWhiteSpace(character) ? Show(character) : $"{character}";

    private static UnicodeCategory? Kind(char character) =>
        char.GetUnicodeCategory(character) is var kind and (UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber) ? kind : null;
}
