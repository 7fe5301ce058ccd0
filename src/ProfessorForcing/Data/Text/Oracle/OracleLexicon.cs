using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>The words and tag names of the language, and how likely each is where. Fixed: part of the language itself.</summary>
internal sealed class OracleLexicon
{
    /// <summary>Number of words.</summary>
    public const int WordCount = 240;

    /// <summary>Classes of words; a word's class shapes what follows it.</summary>
    public const int ClassCount = 3;

    /// <summary>"No previous word" in place of a class.</summary>
    public const int NoClass = ClassCount;

    // The most frequent words are common to all elements; each of the others belongs to one tag.
    private const int CommonWords = 36;
    private const double OwnTopic = 8, OtherTopic = 0.15, FavouredClass = 4;

    private readonly double[] _frequencies = new double[WordCount];
    private readonly int[] _classes = new int[WordCount];
    private readonly int[] _topics = new int[WordCount];
    private readonly double[,] _tagWeights; // [parent or none, tag]

    /// <summary>Makes the lexicon, always the same.</summary>
    public OracleLexicon()
    {
        var random = new RandomStream(2016, "oracle lexicon");
        Words = OracleWords.Make(random, WordCount);
        for (var word = 0; word < WordCount; word++)
        {
            _frequencies[word] = Math.Pow(word + 4, -0.9); // Zipf-Mandelbrot
            _classes[word] = random.NextInt(ClassCount);
            _topics[word] = word < CommonWords ? -1 : random.NextInt(Tags.Length);
        }
        _tagWeights = TagWeights(random);
    }

    /// <summary>Tag names.</summary>
    public static string[] Tags { get; } =
        ["note", "name", "song", "verse", "tale", "talk", "head", "part", "poem", "list", "line", "quote"];

    /// <summary>Words by falling frequency.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The class of a word.</summary>
    public int ClassOf(int word) => _classes[word];

    /// <summary>Weight of a word in an element, after a word of a class (Zipf's law, the element's topic, the class's follower).</summary>
    public double WordWeight(int tag, int previousClass, int word)
    {
        var topic = _topics[word] < 0 ? 1 : _topics[word] == tag ? OwnTopic : OtherTopic;
        var favoured = previousClass == NoClass ? 0 : (previousClass + 1) % ClassCount;
        return _frequencies[word] * topic * (_classes[word] == favoured ? FavouredClass : 1);
    }

    /// <summary>Weight of a tag in a parent; the parent after the last tag means none.</summary>
    public double TagWeight(int parent, int tag) => _tagWeights[parent, tag];

    private static double[,] TagWeights(RandomStream random)
    {
        var weights = new double[Tags.Length + 1, Tags.Length];
        for (var parent = 0; parent <= Tags.Length; parent++)
        {
            for (var tag = 0; tag < Tags.Length; tag++)
                weights[parent, tag] = 1;
            for (var favourite = 0; favourite < 3; favourite++)
                weights[parent, random.NextInt(Tags.Length)] = 8;
        }
        return weights;
    }
}
