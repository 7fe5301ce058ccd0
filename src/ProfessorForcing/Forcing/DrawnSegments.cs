using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// Behaviour much longer than training: the generator reads real sequences, and runs freely, over the whole length without gradient; then segments
/// are drawn, the same for both halves of the minibatch, and gone through once more, with gradient, from the states that it had where they begin.
/// Only segments that are whole in both halves count, so that neither padding nor an early end gives the half away.
/// </summary>
/// <param name="generator">θg.</param>
/// <param name="options">Segment length S and number of segments of each row.</param>
/// <param name="random">Streams <c>dropout</c>, <c>sampling</c> and <c>segments</c>.</param>
internal sealed class DrawnSegments(IGenerator generator, ProfessorForcingOptions options, RandomStreams random)
{
    /// <summary>Behaviours of both halves, of whole segments; null if no row was long enough. What their way back needs is in the current dispose scope.</summary>
    /// <param name="judged">The real sequences.</param>
    /// <param name="masks">Dropout of the teacher-forced half.</param>
    public (Tensor Teacher, Tensor Free)? Draw(SequenceBatch judged, GeneratorMasks masks)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var freeMasks = generator.DrawMasks(judged.Rows, random["dropout"]);
        var run = Run(judged, masks.Plus(freeMasks));
        // The end of the text counts in both halves: else a window beyond it would give the teacher-forced one away.
        var lengths = judged.Lengths.Zip(run.Lengths, Math.Min).Zip(run.Lengths.Skip(judged.Rows), Math.Min);
        var places = Choose(lengths, options.SegmentLength, options.JudgedSegments, random["segments"]);
        if (places.Count == 0)
            return null;
        return (Behaviour(run, places, options.TeacherWeight > 0), Behaviour(run, [.. places.Select(place => (place.Segment, place.Row + judged.Rows))], options.FreeWeight > 0));
    }

    /// <summary>Draws segments, none twice, of which all steps are real.</summary>
    /// <param name="lengths">Real steps of each row.</param>
    /// <param name="segmentLength">S.</param>
    /// <param name="count">Segments of each row at most.</param>
    /// <param name="random">Advances for rows with more segments than that only.</param>
    internal static IReadOnlyList<(int Segment, int Row)> Choose(IEnumerable<int> lengths, int segmentLength, int count, RandomStream random)
    {
        var places = new List<(int, int)>();
        foreach (var (row, length) in lengths.Index())
        {
            int[] segments = [.. Enumerable.Range(0, length / segmentLength)];
            if (segments.Length > count)
                random.Shuffle(segments.AsSpan());
            places.AddRange(segments.Take(count).Order().Select(segment => (segment, row)));
        }
        return places;
    }

    // Both halves in lockstep: rows whose next element is given, then rows that run freely.
    private LongRun Run(SequenceBatch judged, GeneratorMasks masks)
    {
        using var noGradient = no_grad();
        var (rows, steps) = (judged.Rows, judged.Steps);
        var states = new List<GeneratorState> { generator.InitialState(2 * rows, judged.Text?.Plus(judged.Text)) };
        var drawn = FreeRunning.DrawUniforms(generator, rows, steps, random["sampling"]);
        var uniforms = cat([zeros_like(drawn), drawn], 1);                                            // [L, 2·M, U]
        var given = cat([judged.Elements, judged.Elements]);                                          // [2·M, L, …]
        var isGiven = cat([ones(rows, steps, dtype: ScalarType.Bool, device: given.device), zeros(rows, steps, dtype: ScalarType.Bool, device: given.device)]);
        var (elements, lengths) = (new List<Tensor>(), new int[2 * rows]);
        for (var from = 0; from < steps; from += options.SegmentLength)
        {
            var count = Math.Min(options.SegmentLength, steps - from);
            var run = FreeRunning.Sample(
                generator, states[^1], masks, uniforms.narrow(0, from, count), options.Sampling, given.narrow(1, from, count), isGiven.narrow(1, from, count));
            elements.Add(run.Elements);
            states.Add(run.Final);
            // A row that has ended does not begin anew.
            for (var row = 0; row < lengths.Length; row++)
                lengths[row] += lengths[row] == from ? run.Lengths[row] : 0;
        }
        return new(cat(elements, 1), states, lengths, masks);
    }

    // [R, S, F].
    private Tensor Behaviour(LongRun run, IReadOnlyList<(int Segment, int Row)> places, bool hasGradient)
    {
        using var gradient = set_grad_enabled(hasGradient);
        // Before the first symbol there is none to read, so those rows go by themselves; the order of rows means nothing, but it is the same in both halves.
        var groups = places.GroupBy(place => run.States[place.Segment].Previous is null).OrderBy(group => group.Key);
        var behaviours = groups.Select(group => Behaviour(run, [.. group])).ToArray();
        return behaviours.Length == 1 ? behaviours[0] : cat(behaviours);
    }

    private Tensor Behaviour(LongRun run, (int Segment, int Row)[] places)
    {
        int[] segments = [.. places.Select(place => place.Segment).Distinct().Order()];
        var initial = GeneratorState.Gather(
            [.. segments.Select(segment => run.States[segment])], [.. places.Select(place => (Array.IndexOf(segments, place.Segment), place.Row))]);
        var read = stack([.. places.Select(place => run.Elements[place.Row].narrow(0, place.Segment * options.SegmentLength, options.SegmentLength))], 0); // [R, S, …]
        var trace = generator.Unroll(read, initial, run.Masks.Of([.. places.Select(place => place.Row)]));
        return BehaviourView.Of(generator, trace, options);
    }

    // Elements of both halves, the states where segments begin, the steps of each row before it ended, and its dropout.
    private sealed record LongRun(Tensor Elements, IReadOnlyList<GeneratorState> States, IReadOnlyList<int> Lengths, GeneratorMasks Masks);
}
