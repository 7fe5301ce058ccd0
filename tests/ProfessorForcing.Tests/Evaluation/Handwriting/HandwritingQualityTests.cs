using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Data.Handwriting;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class HandwritingQualityTests
{
    private static readonly PenAlphabet Alphabet = new(BlockWriting.Corpus.SelectMany(line => line.Text));

    private static readonly StrokeNormalization Normalization = StrokeNormalization.Fit(BlockWriting.Corpus);

    private static readonly PenLine[] Lines = [.. BlockWriting.Corpus.Take(60).Select(Normalization.Apply)];

    [Fact]
    public void Segments_do_not_depend_on_how_long_the_pieces_of_training_are()
    {
        // Lines of 100 points and less, and pieces that hold whole lines.
        var (pieces, whole) = (Measure(50, 150), Measure(2000, 150));
        Assert.Equal(StrokeStatistics.UsualSegmentLength, whole.Segments.SegmentLength);
        Assert.All(whole.Segments.Measures, measure => Assert.Equal(3, measure.Segments.Count));
        Assert.All(whole.Segments[StrokeMeasure.Progress].Segments, segment => Assert.Equal((25, 25), (segment.RealLines, segment.FloorLines)));
        Assert.All(pieces.Segments.Measures.Zip(whole.Segments.Measures), pair => Assert.Equal(pair.First.Segments, pair.Second.Segments));
    }

    [Fact]
    public void Less_than_a_segment_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Measure(50, 49));

    private static HandwritingQuality Measure(int sequenceLength, int length)
    {
        using var scope = NewDisposeScope();
        using var generator = new HandwritingGenerator(Small.PenOptions, new PenSpace(Alphabet.Count), new RandomStream(1, "generator"), CPU);
        var set = new HandwritingSet(Lines, Alphabet, LetterWidths.Fit(Lines), sequenceLength);
        return HandwritingQuality.Measure(generator, new(Alphabet, Normalization), set, 25, length, new SamplingOptions(), seed: 1);
    }
}
