using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Generators;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// How a generator's window goes over the texts of real lines while the generator reads their strokes, from the initial state: what its readings of
/// samples are to be held against.
/// </summary>
internal static class TeacherForcedWindow
{
    // All states of a batch are there at once, and a line may have 2,000 points.
    private const int BatchSize = 20;

    /// <summary>Reads lines.</summary>
    /// <param name="generator">The generator; no dropout is applied.</param>
    /// <param name="alphabet">Its characters.</param>
    /// <param name="lines">Points and texts, normalised as the training data.</param>
    /// <returns>One for each line.</returns>
    public static IReadOnlyList<WindowReading> Read(IGenerator generator, PenAlphabet alphabet, PenRows lines)
    {
        using var noGradient = no_grad();
        var readings = new List<WindowReading>();
        foreach (var chunk in lines.Points.Zip(lines.Texts).Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            var batch = new PenRows([.. chunk.Select(line => line.First)], [.. chunk.Select(line => line.Second)]).ToBatch().To(generator.Parameters.Device);
            var trace = generator.Unroll(batch.Elements, generator.InitialState(batch.Rows, batch.Text), GeneratorMasks.None);
            var window = trace.WindowWeights ?? throw new ArgumentException("This generator does not write by hand.", nameof(generator));     // [N, T, U + 1]
            var weights = window.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
            var width = (int)window.shape[2];
            for (var row = 0; row < chunk.Length; row++)
            {
                var (points, text) = chunk[row];
                var first = row * batch.Steps;
                readings.Add(WindowReading.Of(
                    alphabet.Decode(text), [.. Enumerable.Range(first, points.Length).Select(step => weights.AsSpan(step * width, text.Length + 1).ToArray())]));
            }
        }
        return readings;
    }
}
