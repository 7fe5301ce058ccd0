using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>How good a generator's handwriting is, as far as that can be told without eyes.</summary>
/// <param name="Length">Points of a sample.</param>
/// <param name="Bias">b, with which samples were drawn.</param>
/// <param name="Segments">Samples of that length beside real lines, in the data's units.</param>
/// <param name="Window">How windows went over whole texts.</param>
public sealed record HandwritingQuality(int Length, double Bias, SegmentComparison Segments, WindowReport Window)
{
    /// <summary>
    /// Writes, and compares. Samples of the full length have the texts of as many real lines, joined with those that follow on the same form until they
    /// are long enough; real lines are joined likewise. For the window each sample is a single line's text, written to its end.
    /// </summary>
    /// <param name="generator">The generator.</param>
    /// <param name="domain">Its domain.</param>
    /// <param name="set">Real lines, at least twice as many as samples.</param>
    /// <param name="count">Samples, at least 2.</param>
    /// <param name="length">Points of a sample: a segment (<see cref="StrokeStatistics.UsualSegmentLength"/>) or more.</param>
    /// <param name="sampling">How points are drawn.</param>
    /// <param name="seed">Chooses lines and draws points.</param>
    /// <exception cref="InputDataException">No sample has as many points as a segment.</exception>
    public static HandwritingQuality Measure(
        IGenerator generator, HandwritingDomain domain, HandwritingSet set, int count, int length, SamplingOptions sampling, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, StrokeStatistics.UsualSegmentLength);
        // Neighbouring lines are of one writer.
        int[] lines = [.. Enumerable.Range(0, set.Lines.Count)];
        new RandomStream(seed, "lines").Shuffle(lines.AsSpan());
        var first = set.FirstPieces;
        var rows = set.ReadJoined([.. lines.Take(2 * count).Select(line => first[line])], length);
        PenLine[] real = [.. rows.Points.Zip(rows.Texts, (points, text) => domain.Normalization.Invert(new PenLine("", domain.Alphabet.Decode(text), points)))];

        PenLine[] samples = [.. PenWriter.Write(generator, domain, [.. real.Take(count).Select(line => line.Text)], sampling, seed, length).Select(written => written.Line)];
        string[] texts = [.. lines.Take(count).Select(line => set.Lines[line].Text)];
        var written = PenWriter.Write(generator, domain, texts, sampling, seed);
        return new(
            length, sampling.Bias, SegmentComparison.Of(samples, real[..count], real[count..]),
            WindowReport.Of([.. written.Select(line => WindowReading.Of(line.Line.Text, line.Sample.Weights))]));
    }
}
