using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Lines of handwriting, read point by point, in pieces of T points.</summary>
public abstract record HandwritingOptions : DataOptions
{
    /// <summary>Length T: points of a piece.</summary>
    [Option("Length T of the pieces that lines are cut into, in points.", Min = HandwritingSet.FewestPoints, Max = 1_000_000)]
    public override int SequenceLength { get; init; } = 50;

    /// <summary>The limit of a move's length.</summary>
    [Option("Moves of the pen that are longer are shortened to it, in units of the recording (IAM-OnDB's: small letters are about 150 high).", Min = 0, MinExclusive = true, Max = 1_000_000)]
    public double LongestMove { get; init; } = StrokeNormalization.UsualLongestMove;

    /// <inheritdoc/>
    public override bool HasCondition => true;

    /// <inheritdoc/>
    public override bool HasText => true;

    /// <inheritdoc/>
    public override IDomain Restore(JsonObject description) => HandwritingDomain.Restore(description);

    /// <summary>
    /// Makes the domain of three splits. What is learned beforehand (scale, alphabet, widths of letters) is learned from the training lines
    /// alone. Lines with fewer than two points are left out, and those without a character that the training lines have; of the texts of others
    /// only such characters are kept.
    /// </summary>
    /// <param name="linesOf">The lines of a split, in units of the recording.</param>
    /// <param name="name">What the data are called in an error or a report.</param>
    /// <param name="report">Told in one line if lines are left out.</param>
    /// <param name="formOf">What a line is on; null: each is on a form of its own.</param>
    /// <param name="isOneHand">Whether one hand wrote all lines.</param>
    /// <exception cref="InputDataException">A split is empty, or nothing can be learned from the training lines.</exception>
    internal HandwritingDomain Domain(Func<Split, IEnumerable<PenLine>> linesOf, string name, Action<string>? report, Func<PenLine, string>? formOf = null, bool isOneHand = false)
    {
        var given = Enum.GetValues<Split>().Select(split => linesOf(split).ToArray()).ToArray();
        PenLine[] train = [.. given[(int)Split.Train].Where(line => line.Points.Length >= HandwritingSet.FewestPoints && !string.IsNullOrWhiteSpace(line.Text))];
        if (train.Length == 0)
            throw Empty(name, Split.Train);
        var (alphabet, normalization) = Learn(train, name);
        PenLine[] Prepare(IEnumerable<PenLine> lines) =>
        [
            .. lines.Where(line => line.Points.Length >= HandwritingSet.FewestPoints)
                .Select(line => line with { Text = alphabet.Keep(line.Text) })
                .Where(line => line.Text.Length > 0)
                .Select(normalization.Apply)
        ];
        PenLine[][] lines = [Prepare(train), .. new[] { Split.Valid, Split.Test }.Select(split => Prepare(given[(int)split]) is { Length: > 0 } some ? some : throw Empty(name, split))];
        var leftOut = given.Sum(part => part.Length) - lines.Sum(part => part.Length);
        if (leftOut > 0)
            report?.Invoke($"{name}: left out {leftOut:N0} of {given.Sum(part => part.Length):N0} lines, with fewer than {HandwritingSet.FewestPoints} points or no character that the training lines have");
        return Domain(lines, alphabet, normalization, formOf, isOneHand, SequenceLength);
    }

    // What is not opened is not aligned either. Apart from what is read, which nobody holds then.
    private static HandwritingDomain Domain(PenLine[][] lines, PenAlphabet alphabet, StrokeNormalization normalization, Func<PenLine, string>? formOf, bool isOneHand, int sequenceLength)
    {
        var widths = new Lazy<LetterWidths>(() => LetterWidths.Fit(lines[0]));
        var longestMove = normalization.LongestMove / normalization.Scale;
        Lazy<HandwritingSet>[] sets = [.. lines.Select(part => new Lazy<HandwritingSet>(() => new(part, alphabet, widths.Value, sequenceLength, formOf, longestMove, isOneHand)))];
        return new(alphabet, normalization, split => sets[(int)split].Value);
    }

    private (PenAlphabet Alphabet, StrokeNormalization Normalization) Learn(PenLine[] train, string name)
    {
        try
        {
            return (new(train.SelectMany(line => PenAlphabet.Tidy(line.Text))), StrokeNormalization.Fit(train, LongestMove));
        }
        catch (InputDataException unfit)
        {
            throw new InputDataException($"{name}: {unfit.Message}", unfit);
        }
    }

    private static InputDataException Empty(string name, Split split) =>
        new($"{name} has no lines for the {OptionNames.Of(split)} split that have a text and {HandwritingSet.FewestPoints} points or more");
}
