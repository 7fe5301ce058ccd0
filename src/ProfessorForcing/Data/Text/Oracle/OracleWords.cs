using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>Makes up words of syllables.</summary>
internal static class OracleWords
{
    private static readonly string[] Onsets =
        ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "t", "v", "w", "x", "y", "z", "ch", "st", "tr", "bl", ""];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "a", "e", "o", "ai", "ou"];
    private static readonly string[] Codas = ["", "", "", "", "n", "r", "s", "l", "m", "t"];

    /// <summary>Different words, on the whole the shorter the earlier, as in natural languages. One of them is <c>&amp;</c>.</summary>
    public static IReadOnlyList<string> Make(RandomStream random, int count)
    {
        var keys = new Dictionary<string, double>(StringComparer.Ordinal) { ["&"] = 2 + 3 * random.NextDouble() };
        while (keys.Count < count)
        {
            var word = Word(random);
            if (word.Length > 1)
                keys.TryAdd(word, word.Length + 3 * random.NextDouble());
        }
        return [.. keys.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
    }

    private static string Word(RandomStream random)
    {
        var word = Syllable(random);
        for (var more = Pick(random, [0, 1, 1, 1, 2]); more > 0; more--)
            word += Joint(random) + Syllable(random);
        return word;
    }

    private static string Syllable(RandomStream random) => Pick(random, Onsets) + Pick(random, Vowels) + Pick(random, Codas);

    private static string Joint(RandomStream random) => random.NextInt(16) switch { 0 => "-", 1 => "'", _ => "" };

    private static T Pick<T>(RandomStream random, T[] choices) => choices[random.NextInt(choices.Length)];
}
