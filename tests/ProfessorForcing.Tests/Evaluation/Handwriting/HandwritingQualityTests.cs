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
    public void Windows_over_samples_stand_beside_those_over_real_lines()
    {
        var quality = Measure(50, 100);
        foreach (var (single, joined) in new[] { (quality.Window.Samples, quality.LongWindow.Samples), (quality.Window.RealLines, quality.LongWindow.RealLines) })
        {
            Assert.Equal((25, 25), (single.Finished.Total, joined.Finished.Total));
            Assert.True(single.SkippedCharacters.Total > 0 && joined.UnreadCharacters.Total > single.UnreadCharacters.Total);
        }
        // An untrained window goes on by about a character in twenty steps, whoever writes, and a letter is three points of a real line.
        Assert.Equal((25, 0), (quality.Window.Samples.Finished.Count, quality.Window.RealLines.Finished.Count));
    }

    [Fact]
    public void The_window_over_a_real_line_is_that_of_reading_it_step_by_step()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new HandwritingGenerator(Small.PenOptions, new PenSpace(Alphabet.Count), new RandomStream(1, "generator"), CPU);
        // A window that comes to the end of the longer texts, too.
        Networks.Perturb(generator.Parameters, "window.bias", new RandomStream(1, "window"), 1);
        // More than a batch, of different lengths.
        var lines = Lines[..22];
        var rows = new PenRows([.. lines.Select(line => line.Points)], [.. lines.Select(line => Alphabet.Encode(line.Text))]);
        var readings = TeacherForcedWindow.Read(generator, Alphabet, rows);
        Assert.All(readings.Zip(lines), pair =>
        {
            var (reading, line) = pair;
            var state = generator.InitialState(1, new(tensor(Array.ConvertAll(Alphabet.Encode(line.Text), number => (long)number), 1, line.Text.Length), [line.Text.Length]));
            var weights = new List<float[]>();
            foreach (var point in line.Points)
            {
                (_, state) = generator.Step(state, GeneratorMasks.None);
                state = state with { Previous = tensor(new[] { point.Dx, point.Dy, point.LiftsPen ? 1f : 0 }, 1, 3) };
                weights.Add(state.Window!.Weights.data<float>().ToArray());
            }
            var expected = WindowReading.Of(line.Text, weights);
            Assert.Equal((expected.Text, expected.Furthest), (reading.Text, reading.Furthest));
            Assert.Equal(expected.Path, reading.Path);
        });
        Assert.Contains(readings, reading => reading.Furthest > 2);
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
