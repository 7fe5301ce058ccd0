using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;

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
        var (samples, freeStates, freeLengths) = RunFreely(judged, freeMasks);
        var places = Choose(judged.Lengths.Zip(freeLengths, Math.Min), options.SegmentLength, options.JudgedSegments, random["segments"]);
        if (places.Count == 0)
            return null;
        var teacher = Behaviour(judged.Elements, Read(judged, masks), masks, places, options.TeacherWeight > 0);
        var free = Behaviour(samples, freeStates, freeMasks, places, options.FreeWeight > 0);
        return (teacher, free);
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

    // The states where segments begin.
    private List<GeneratorState> Read(SequenceBatch judged, GeneratorMasks masks)
    {
        using var noGradient = no_grad();
        var states = new List<GeneratorState> { generator.InitialState(judged.Rows, judged.Text) };
        for (var from = 0; from + options.SegmentLength < judged.Steps; from += options.SegmentLength)
        {
            using var scope = NewDisposeScope();
            var trace = generator.Unroll(judged.Elements.narrow(1, from, options.SegmentLength), states[^1], masks);
            states.Add(trace.Final.Select(value => value.MoveToOuterDisposeScope()));
        }
        return states;
    }

    private (Tensor Elements, List<GeneratorState> States, int[] Lengths) RunFreely(SequenceBatch judged, GeneratorMasks masks)
    {
        using var noGradient = no_grad();
        var states = new List<GeneratorState> { generator.InitialState(judged.Rows, judged.Text) };
        var uniforms = FreeRunning.DrawUniforms(generator, judged.Rows, judged.Steps, random["sampling"]);
        var sampling = new SamplingOptions { Temperature = options.Temperature };
        var (elements, lengths) = (new List<Tensor>(), new int[judged.Rows]);
        for (var from = 0; from < judged.Steps; from += options.SegmentLength)
        {
            var steps = Math.Min(options.SegmentLength, judged.Steps - from);
            var run = FreeRunning.Sample(generator, states[^1], masks, uniforms.narrow(0, from, steps), sampling);
            elements.Add(run.Elements);
            states.Add(run.Final);
            // A row that has ended does not begin anew.
            for (var row = 0; row < lengths.Length; row++)
                lengths[row] += lengths[row] == from ? run.Lengths[row] : 0;
        }
        return (cat(elements, 1), states, lengths);
    }

    // [R, S, F].
    private Tensor Behaviour(Tensor elements, List<GeneratorState> states, GeneratorMasks masks, IReadOnlyList<(int Segment, int Row)> places, bool hasGradient)
    {
        using var gradient = set_grad_enabled(hasGradient);
        // Before the first symbol there is none to read, so those rows go by themselves; the order of rows means nothing, but it is the same in both halves.
        var groups = places.GroupBy(place => states[place.Segment].Previous is null).OrderBy(group => group.Key);
        var behaviours = groups.Select(group => Behaviour(elements, states, masks, [.. group])).ToArray();
        return behaviours.Length == 1 ? behaviours[0] : cat(behaviours);
    }

    private Tensor Behaviour(Tensor elements, List<GeneratorState> states, GeneratorMasks masks, (int Segment, int Row)[] places)
    {
        int[] segments = [.. places.Select(place => place.Segment).Distinct().Order()];
        var initial = GeneratorState.Gather(
            [.. segments.Select(segment => states[segment])], [.. places.Select(place => (Array.IndexOf(segments, place.Segment), place.Row))]);
        var read = stack([.. places.Select(place => elements[place.Row].narrow(0, place.Segment * options.SegmentLength, options.SegmentLength))], 0); // [R, S, …]
        var trace = generator.Unroll(read, initial, masks.Of([.. places.Select(place => place.Row)]));
        return BehaviourView.Of(generator, trace, options);
    }
}
