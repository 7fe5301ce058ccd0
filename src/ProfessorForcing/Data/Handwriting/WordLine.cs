using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Makes lines of text of common English words, about as long as those of IAM-OnDB (28.9 characters on average).</summary>
internal static class WordLine
{
    private const int Shortest = 18;
    private const int Longest = 40;

    /// <summary>Draws a line of 18 characters or more, up to about 40: words with single spaces, some with a capital letter, a comma, a full stop or a question mark, and some numbers.</summary>
    /// <param name="random">Advances by some numbers for each word.</param>
    public static string Draw(RandomStream random)
    {
        var target = Shortest + random.NextInt(Longest - Shortest + 1);
        var line = Word(random, random.NextDouble() < 0.3);
        while (line.Length < target)
        {
            var end = random.NextDouble() switch { < 0.06 => ",", < 0.1 => ".", < 0.11 => "?", _ => "" };
            var startsSentence = end is "." or "?";
            line += $"{end} {Word(random, startsSentence || random.NextDouble() < 0.04)}";
        }
        return line;
    }

    private static string Word(RandomStream random, bool isCapital)
    {
        if (random.NextDouble() < 0.02)
            return $"{random.NextInt(2000)}";
        // The list begins with the words that are most common, and low places are drawn more often.
        var word = CommonWords.All[(int)(CommonWords.All.Count * Math.Pow(random.NextDouble(), 1.5))];
        return isCapital ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }
}
