using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>Text of any origin: characters or words of one vocabulary.</summary>
/// <param name="vocabulary">The alphabet or vocabulary.</param>
/// <param name="open">Opens a split, or throws <see cref="InputDataException"/>; null where the data are not at hand.</param>
/// <param name="oracle">The exact distribution behind the text, where it is known.</param>
public sealed class TextDomain(Vocabulary vocabulary, Func<Split, ISymbolSet>? open = null, IOracle? oracle = null) : ITextDomain
{
    /// <inheritdoc/>
    public TextLevel Level => Vocabulary.Level;

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <inheritdoc/>
    public IOracle? Oracle { get; } = oracle;

    /// <inheritdoc/>
    public string ElementName => Level == TextLevel.Char ? "character" : "word";

    /// <inheritdoc/>
    public ElementSpace Elements => new SymbolSpace(Vocabulary.Count);

    /// <inheritdoc/>
    public LikelihoodUnit Unit => Level == TextLevel.Char ? LikelihoodUnit.Bits : LikelihoodUnit.Perplexity;

    /// <inheritdoc/>
    public string SampleExtension => ".txt";

    /// <inheritdoc/>
    public bool RendersText => true;

    /// <summary>Makes a text domain without data from what <see cref="Describe"/> said.</summary>
    /// <exception cref="InputDataException">The description is malformed.</exception>
    public static TextDomain Restore(JsonObject description, IOracle? oracle = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description["vocabulary"] is JsonObject vocabulary
            ? new(Vocabulary.FromJson(vocabulary), null, oracle)
            : throw new InputDataException("the stored description of the text domain has no vocabulary");
    }

    /// <inheritdoc/>
    ISequenceSet IDomain.Open(Split split) => Open(split);

    /// <summary>Opens a split; as <see cref="IDomain.Open"/>, readable without tensors.</summary>
    /// <exception cref="InputDataException">The split does not exist, or the data are not at hand.</exception>
    public ISymbolSet Open(Split split) => open is null
        ? throw new InputDataException("the data are not at hand: this domain was restored from a checkpoint")
        : open(split);

    /// <inheritdoc/>
    public long[] Encode(string text, string name = "the text") => Array.ConvertAll(Vocabulary.Encode(text, name), id => (long)id);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<long> elements) => Vocabulary.Decode(elements);

    /// <inheritdoc/>
    public long[] ReadFile(string path) => Encode(TextFile.Read(path), $"'{path}'");

    /// <inheritdoc/>
    public string Label(long element) => Vocabulary[(int)element];

    /// <inheritdoc/>
    public IReadOnlyList<IBaseline> Baselines() => [new NGramBaseline(Open(Split.Train), Vocabulary.Count)];

    /// <summary>Writes samples as UTF-8 text; several have a line <c>===== sample i of n =====</c> above each.</summary>
    /// <inheritdoc/>
    public void Render(IReadOnlyList<long[]> samples, Stream output)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples.Count > 1)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"===== sample {i + 1} of {samples.Count} ====="));
            var text = Decode(samples[i]);
            writer.Write(text);
            if (!text.EndsWith('\n'))
                writer.WriteLine();
        }
    }

    /// <inheritdoc/>
    public JsonObject Describe() => new() { ["vocabulary"] = Vocabulary.ToJson() };
}
