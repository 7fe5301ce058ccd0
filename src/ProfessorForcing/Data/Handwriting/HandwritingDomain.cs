using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Handwriting: a point of the pen's way is an element, and the text that is written is the condition.</summary>
/// <param name="alphabet">The characters of texts.</param>
/// <param name="normalization">What was done to the moves of recordings, and is to be undone with those of samples.</param>
/// <param name="open">Opens a split, or throws <see cref="InputDataException"/>; null where the data are not at hand.</param>
public sealed class HandwritingDomain(PenAlphabet alphabet, StrokeNormalization normalization, Func<Split, HandwritingSet>? open = null) : IDomain
{
    /// <summary>The characters of texts.</summary>
    public PenAlphabet Alphabet => alphabet;

    /// <summary>What was done to the moves of recordings, and is to be undone with those of samples.</summary>
    public StrokeNormalization Normalization => normalization;

    /// <inheritdoc/>
    public string ElementName => "point";

    /// <inheritdoc/>
    public ElementSpace Elements => new PenSpace(alphabet.Count, normalization.LongestMove / normalization.Scale);

    /// <inheritdoc/>
    public LikelihoodUnit Unit => LikelihoodUnit.NatsPerPoint;

    /// <inheritdoc/>
    public string SampleExtension => ".svg";

    /// <inheritdoc/>
    public bool RendersText => false;

    /// <summary>Makes a domain without data from what <see cref="Describe"/> said.</summary>
    /// <exception cref="InputDataException">The description is malformed.</exception>
    public static HandwritingDomain Restore(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description["normalization"] is JsonObject normalization
            ? new(PenAlphabet.Restore(description["alphabet"]), StrokeNormalization.Restore(normalization))
            : throw new InputDataException("the stored description of the handwriting domain has no normalization");
    }

    /// <inheritdoc/>
    ISequenceSet IDomain.Open(Split split) => Open(split);

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputDataException">The data are not at hand.</exception>
    public HandwritingSet Open(Split split) => open is null
        ? throw new InputDataException("the data are not at hand: this domain was restored from a checkpoint")
        : open(split);

    /// <summary>Texts to write as examples: those of the first lines for validation.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="InputDataException">The data are not at hand.</exception>
    public IReadOnlyList<string> Example(int count) => [.. Open(Split.Valid).Lines.Take(count).Select(line => line.Text)];

    /// <inheritdoc/>
    public IReadOnlyList<IBaseline> Baselines()
    {
        var train = Open(Split.Train);
        return [IndependentPoints.Train(train), LinearPoints.Train(train)];
    }

    /// <inheritdoc/>
    public JsonObject Describe() => new() { ["normalization"] = normalization.Describe(), ["alphabet"] = alphabet.Describe() };
}
