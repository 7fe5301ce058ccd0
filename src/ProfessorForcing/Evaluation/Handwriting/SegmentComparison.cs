using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// Samples of handwriting beside real lines, segment by segment: whether what a network writes after 1,000 steps is still like writing, when it has
/// learned from 50. In each measure and at each place the distribution over samples is compared with that over real lines.
/// </summary>
/// <param name="SegmentLength">Points of a segment.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="RealLines">Number of real lines.</param>
/// <param name="FloorLines">Number of other real lines.</param>
/// <param name="Measures">One for each measure, with as many segments as the longest of the samples has and the longest of the real lines too.</param>
public sealed record SegmentComparison(int SegmentLength, int Samples, int RealLines, int FloorLines, IReadOnlyList<MeasureComparison> Measures)
{
    /// <summary>Lines that have to have a value before there is a distance.</summary>
    public const int UsualLeastLines = 20;

    /// <summary>A measure.</summary>
    public MeasureComparison this[StrokeMeasure measure] => Measures.Single(comparison => comparison.Measure == measure);

    /// <summary>Compares.</summary>
    /// <param name="samples">What is judged, at least one line.</param>
    /// <param name="real">Real lines in the same unit, at least one. They are taken for independent; lines of one writer are not quite.</param>
    /// <param name="otherReal">Other real lines for the floor, best as many as samples; none for no floor.</param>
    /// <param name="segmentLength">Points of a segment, at least 1.</param>
    /// <param name="leastLines">Lines of each set that have to have a value before there is a distance, at least 2.</param>
    /// <exception cref="InputDataException">A move is no finite number, or no sample or no real line has a whole segment.</exception>
    public static SegmentComparison Of(
        IReadOnlyList<PenLine> samples, IReadOnlyList<PenLine> real, IReadOnlyList<PenLine> otherReal,
        int segmentLength = StrokeStatistics.UsualSegmentLength, int leastLines = UsualLeastLines)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(otherReal);
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count, nameof(samples));
        ArgumentOutOfRangeException.ThrowIfZero(real.Count, nameof(real));
        ArgumentOutOfRangeException.ThrowIfLessThan(leastLines, 2);
        var sets = new SegmentSets(WithSegments(samples, "samples"), WithSegments(real, "real lines"), Measured(otherReal), leastLines);
        return new(segmentLength, samples.Count, real.Count, otherReal.Count, [.. Enum.GetValues<StrokeMeasure>().Select(sets.Compare)]);

        IReadOnlyList<SegmentMeasures>[] Measured(IReadOnlyList<PenLine> lines) => [.. lines.Select(line => StrokeStatistics.Measure(line, segmentLength))];

        // Without a segment there would be a comparison of nothing, which looks like one without differences.
        IReadOnlyList<SegmentMeasures>[] WithSegments(IReadOnlyList<PenLine> lines, string what) => Measured(lines) is var all && all.Any(line => line.Count > 0)
            ? all
            : throw new InputDataException(FormattableString.Invariant($"none of the {lines.Count:N0} {what} has {segmentLength:N0} points, those of a segment: there is nothing to compare"));
    }
}
