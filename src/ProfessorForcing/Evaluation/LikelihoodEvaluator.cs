using ProfessorForcing.Data;
using ProfessorForcing.Generators;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation;

/// <summary>Measures how likely a generator finds real sequences.</summary>
public static class LikelihoodEvaluator
{
    /// <summary>Elements of a text that are scored at a time, since what is kept of each step adds up; the state is carried.</summary>
    internal const int PieceLength = 2048;

    // Rows at a time, as long as they have no more elements, since what is kept of each adds up.
    private const int UsualRows = 128;
    private const int MostElements = 1 << 17;

    /// <summary>Every sequence from the initial state: the paper's protocol.</summary>
    /// <param name="generator">The generator; no dropout is applied.</param>
    /// <param name="set">The split.</param>
    /// <param name="indices">Which sequences; null for all.</param>
    /// <param name="batchSize">Rows that are measured together, which does not change the result beyond rounding; null: 128, or fewer of long sequences.</param>
    public static LikelihoodReport Measure(IGenerator generator, ISequenceSet set, IReadOnlyList<int>? indices = null, int? batchSize = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(set);
        var (nats, lengths, positions) = (new List<double>(), new List<int>(), new List<double>());
        var measured = indices ?? [.. Enumerable.Range(0, set.Count)];
        foreach (var chunk in measured.Chunk(batchSize ?? Math.Clamp(MostElements / set.SequenceLength, 1, UsualRows)))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var batch = set.Read(chunk).To(generator.Parameters.Device);
            var trace = generator.Unroll(batch.Elements, generator.InitialState(batch.Rows, batch.Text), GeneratorMasks.None);
            var all = Nats(trace, batch);                                                                        // [N, T]
            nats.AddRange(all.sum([1]).cpu().data<double>());
            lengths.AddRange(batch.Lengths);
            Add(positions, all.sum([0]).cpu().data<double>().ToArray());
        }
        return new LikelihoodReport(nats, lengths) { Units = [.. measured.Select(set.UnitOf)], PositionNats = positions };
    }

    /// <summary>The state carried from each sequence to the next, across the whole text.</summary>
    /// <param name="generator">The generator; no dropout is applied.</param>
    /// <param name="set">The split.</param>
    /// <exception cref="InvalidOperationException">The split's sequences do not follow one another.</exception>
    public static LikelihoodReport MeasureCarrying(IGenerator generator, ISequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(set);
        if (!set.IsContinuous)
            throw new InvalidOperationException("the sequences of this data set are independent: there is no state to carry from one to the next");
        using var whole = NewDisposeScope();
        using var noGradient = no_grad();
        var (nats, lengths) = (new List<double>(), new List<int>());
        var state = generator.InitialState(1);
        for (var index = 0; index < set.Count; index++)
        {
            using var scope = NewDisposeScope();
            var batch = set.Read([index]).To(generator.Parameters.Device);
            var trace = generator.Unroll(batch.Elements, state, GeneratorMasks.None);
            nats.AddRange(Nats(trace, batch).sum(1).cpu().data<double>());
            lengths.AddRange(batch.Lengths);
            state = Replace(state, trace.Final);
        }
        return new LikelihoodReport(nats, lengths);
    }

    /// <summary>log P of each element of one sequence given those before it, in nats.</summary>
    /// <param name="generator">The generator of symbols; no dropout is applied.</param>
    /// <param name="sequence">y_1..y_T, read from the initial state; T may be any number, 0 included.</param>
    /// <returns>T numbers, none above 0.</returns>
    public static double[] Score(IGenerator generator, ReadOnlySpan<long> sequence)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (sequence.IsEmpty)
            return [];
        using var whole = NewDisposeScope();
        using var noGradient = no_grad();
        var scores = new List<double>(sequence.Length);
        var state = generator.InitialState(1);
        for (var from = 0; from < sequence.Length; from += PieceLength)
        {
            var piece = sequence[from..Math.Min(from + PieceLength, sequence.Length)];
            using var scope = NewDisposeScope();
            var elements = tensor(piece.ToArray(), 1, piece.Length, device: generator.Parameters.Device);           // [1, T]
            var trace = generator.Unroll(elements, state, GeneratorMasks.None);
            var logProbability = trace.LogProbability(elements);                                                     // [1, T]
            scores.AddRange(logProbability.to_type(ScalarType.Float64).cpu().data<double>());
            state = Replace(state, trace.Final);
        }
        return [.. scores];
    }

    // Keeps the new state beyond the current scope and lets go of the old one.
    private static GeneratorState Replace(GeneratorState old, GeneratorState final)
    {
        var next = final.Select(value => value.MoveToOuterDisposeScope());
        foreach (var value in old.Tensors)
            value.Dispose();
        return next;
    }

    // −log P of each element, 0 at padding: float64 [N, T].
    private static Tensor Nats(GeneratorTrace trace, SequenceBatch batch) =>
        -(trace.LogProbability(batch.Elements) * batch.Mask()).to_type(ScalarType.Float64);

    private static void Add(List<double> sums, double[] values)
    {
        while (sums.Count < values.Length)
            sums.Add(0);
        for (var t = 0; t < values.Length; t++)
            sums[t] += values[t];
    }
}
