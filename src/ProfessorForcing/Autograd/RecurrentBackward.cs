using ProfessorForcing.Kernels.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>The way back through a recurrent layer.</summary>
internal static class RecurrentBackward
{
    /// <summary>Goes it.</summary>
    /// <param name="arguments">What the way forward was called with.</param>
    /// <param name="history">What is kept of it.</param>
    /// <param name="upstream">The outputs' gradients; null where there are none.</param>
    /// <returns>The arguments' gradients; null where there are none.</returns>
    public static IReadOnlyList<Tensor?> Run(RecurrentArguments arguments, RecurrentHistory history, Tensor?[] upstream)
    {
        var (call, steps) = (arguments.Call, arguments.Steps);
        Chunk[] chunks = [.. Chunk.Cut(steps, history.HasGates ? steps : call.ChunkSteps(steps)).Reverse()];
        var outer = new OuterGradients(upstream, LikeWanted(arguments.InitialHidden), LikeWanted(arguments.InitialCell));
        ChunkWork[] all = [.. call.Directions.Select((_, d) => Work(arguments, history, d, chunks.Max(chunk => chunk.Count)))];
        var gradients = new RecurrentGradients(arguments, history, chunks.Length);
        foreach (var chunk in chunks)
        {
            ChunkWork[] work = [.. all.Select((it, d) => it with
            {
                Normalized = history.Normalized.ElementAtOrDefault(d)?.Part(chunk.Time(steps, call.Directions[d]), chunk.Count, it.Normalized),
            })];
            RecurrentPass[] passes = [.. work.Select((it, d) => ChunkPass.Of(arguments, history, d, chunk, it, outer))];
            if (!history.HasGates)
            {
                RecurrentForward.InputGates(arguments, chunk, work);
                RecurrentMath.Forward(call.Cell, passes);
            }
            RecurrentMath.Backward(call.Cell, passes);
            for (var d = 0; d < work.Length; d++)
            {
                gradients.Add(d, chunk, work[d]);
                if (history.HasGates && !Backpropagation.GraphIsRetained)
                    LetGo(work[d]);
            }
        }
        return gradients.All(all, outer);
    }

    /// <summary>Room for an initial state's gradient, if it is wanted.</summary>
    public static Tensor? LikeWanted(Tensor? state) => state is { requires_grad: true } ? empty_like(state) : null;

    /// <summary>Lets go of what is used up, before the next direction's weights get their gradients.</summary>
    public static void LetGo(ChunkWork work)
    {
        TensorPool.Return(work.Gates!);
        work.Candidate?.Dispose();
    }

    /// <summary>
    /// What a direction works on. What is kept is used up, unless the graph is retained; what is computed again is of this way only.
    /// </summary>
    public static ChunkWork Work(RecurrentArguments arguments, RecurrentHistory history, int d, int steps)
    {
        var (call, rows, units) = (arguments.Call, arguments.Rows, arguments.Call.Units);
        var recomputes = !history.HasGates;
        var usesUp = recomputes || !Backpropagation.GraphIsRetained;
        var gates = recomputes ? TensorMemory.Empty(steps, rows, call.Gates * units) : history.Gates[d];
        var candidate = history.Candidates.ElementAtOrDefault(d) ?? (call.IsLstm ? null : TensorMemory.Empty(steps, rows, units));
        return new ChunkWork
        {
            Gates = gates,
            Candidate = candidate,
            Normalized = call.IsNormalized && recomputes ? NormalizedLayer.Empty(steps, rows, units, call.IsLstm, call.Symbols is not null, keepsValues: true) : null,
            Saves = true,
            GateGradient = usesUp ? gates : empty_like(gates),
            HiddenCandidateGradient = call.IsLstm ? null : usesUp && (recomputes || !call.ShowsCandidates) ? candidate : TensorMemory.Empty(steps, rows, units),
            NormalizedGradients = call.IsNormalized ? NormalizedGradients.Empty(steps, rows, units, call.IsLstm, call.Symbols is not null) : null,
            CarriedHidden = TensorMemory.Empty(rows, units),
            CarriedCell = call.IsLstm ? TensorMemory.Empty(rows, units) : null,
            Bias = zeros(call.Gates * units, dtype: ScalarType.Float32),
            HiddenCandidateBias = zeros(units, dtype: ScalarType.Float32),
        };
    }
}
