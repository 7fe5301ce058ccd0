using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Generators;

/// <summary>Writes texts by hand: <see cref="PenSampler"/> in the units and characters of a domain.</summary>
public static class PenWriter
{
    private const int PointsOfCharacter = 40;
    private const int PointsBesides = 100;

    /// <summary>Points that a text is given at most if nobody says how many: nearly twice as many as IAM-OnDB's writers need.</summary>
    public static int UsualLength(string text) => PointsBesides + PointsOfCharacter * (text ?? throw new ArgumentNullException(nameof(text))).Length;

    /// <summary>Writes.</summary>
    /// <param name="generator">A trained generator of handwriting.</param>
    /// <param name="domain">Its domain.</param>
    /// <param name="texts">What to write, a line each.</param>
    /// <param name="sampling">How points are drawn.</param>
    /// <param name="seed">Line i depends on it, on i and on its text only.</param>
    /// <param name="length">Most points of a line; null: <see cref="UsualLength"/> of each.</param>
    /// <param name="priming">A real line with its text, in the data's units, in whose style to write; null for none.</param>
    /// <param name="keepsDensities">Whether samples say what their points were drawn from.</param>
    /// <exception cref="InputDataException">A text is empty, or has a character that the training data do not have; the message names it.</exception>
    public static IReadOnlyList<WrittenLine> Write(
        IGenerator generator, HandwritingDomain domain, IReadOnlyList<string> texts, SamplingOptions sampling, ulong seed = 1, int? length = null, PenLine? priming = null, bool keepsDensities = false)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Any(string.IsNullOrWhiteSpace))
            throw new InputDataException($"text {texts.Index().First(text => string.IsNullOrWhiteSpace(text.Item)).Index + 1} of {texts.Count} is empty: there is nothing to write");
        var samples = PenSampler.Sample(generator, new PenRequest
        {
            Texts = [.. texts.Select(domain.Alphabet.Encode)],
            Lengths = [.. texts.Select(text => length ?? UsualLength(text))],
            Sampling = sampling,
            Seed = seed,
            KeepsDensities = keepsDensities,
            PrimingPoints = priming is null ? [] : domain.Normalization.Apply(priming).Points,
            PrimingText = priming is null ? [] : PrimingText(domain, priming),
        });
        return [.. samples.Select((sample, i) => new WrittenLine(domain.Normalization.Invert(Line($"sample-{i + 1}", texts[i], sample)), sample))];
    }

    private static int[] PrimingText(HandwritingDomain domain, PenLine priming)
    {
        try
        {
            return domain.Alphabet.Encode($"{priming.Text} ");
        }
        catch (InputDataException unknown)
        {
            throw new InputDataException($"'{priming.Id}', in whose style to write: {unknown.Message}", unknown);
        }
    }

    // A line has a point at least.
    private static PenLine Line(string id, string text, PenSample sample) => new(id, text, sample.Points.Count > 0 ? [.. sample.Points] : [new(0, 0, true)]);
}
