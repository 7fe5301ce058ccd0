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
/// <param name="Window">How windows went over the texts of single lines, written to their end.</param>
/// <param name="LongWindow">How they went over the longer texts of the samples that segments are of, up to where these end.</param>
public sealed record HandwritingQuality(int Length, double Bias, SegmentComparison Segments, WindowComparison Window, WindowComparison LongWindow)
{
    /// <summary>
    /// Writes, and compares. Samples of the full length have the texts of as many real lines, joined with those that follow on the same form until they
    /// are long enough; real lines are joined likewise. Windows are also compared over single lines, each text written to its end.
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
        var rows = set.ReadRows([.. lines.Take(2 * count).Select(line => first[line])], length);
        PenLine[] real = [.. rows.Points.Zip(rows.Texts, (points, text) => domain.Normalization.Invert(new PenLine("", domain.Alphabet.Decode(text), points)))];

        var samples = PenWriter.Write(generator, domain, [.. real.Take(count).Select(line => line.Text)], sampling, seed, length);
        PenLine[] single = [.. lines.Take(count).Select(line => set.Lines[line])];
        var ofSingle = PenWriter.Write(generator, domain, [.. single.Select(line => line.Text)], sampling, seed);
        return new(
            length, sampling.Bias, SegmentComparison.Of([.. samples.Select(sample => sample.Line)], real[..count], real[count..]),
            Compare(ofSingle, new([.. single.Select(line => line.Points)], [.. single.Select(line => domain.Alphabet.Encode(line.Text))])),
            Compare(samples, new([.. rows.Points.Take(count)], [.. rows.Texts.Take(count)])));

        WindowComparison Compare(IReadOnlyList<WrittenLine> written, PenRows realLines) => new(
            WindowReport.Of([.. written.Select(sample => WindowReading.Of(sample.Line.Text, sample.Sample.Weights))], [.. written.Select(sample => sample.Sample.HasEnded)]),
            WindowReport.Of(TeacherForcedWindow.Read(generator, domain.Alphabet, realLines)));
    }
}
