using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Texts as lines of handwriting.</summary>
public static class PenText
{
    /// <summary>Most characters of a line if nobody says how many: the longest that the writers of IAM-OnDB wrote has 64.</summary>
    public const int UsualLineLength = 64;

    /// <summary>Breaks a text at its line ends, and lines that are too long at spaces; lines have single spaces, and none is empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lineLength">Most characters of a line.</param>
    /// <exception cref="InputDataException">A word is longer than a line.</exception>
    public static IReadOnlyList<string> Lines(string text, int lineLength = UsualLineLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(lineLength, 1);
        return [.. text.Split('\n').SelectMany(line => Break(line, lineLength))];
    }

    private static IEnumerable<string> Break(string text, int lineLength)
    {
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length > lineLength)
                throw new InputDataException($"the word '{word[..Math.Min(word.Length, 20)]}…' has {word.Length:N0} characters, more than the {lineLength:N0} of a line");
            if (line.Length > 0 && line.Length + 1 + word.Length > lineLength)
            {
                yield return line;
                line = "";
            }
            line += line.Length > 0 ? $" {word}" : word;
        }
        if (line.Length > 0)
            yield return line;
    }
}
