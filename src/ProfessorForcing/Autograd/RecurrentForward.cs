using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>The way forward through a recurrent layer.</summary>
internal static unsafe class RecurrentForward
{
    /// <summary>Goes it.</summary>
    public static RecurrentHistory Run(RecurrentCall call, RecurrentArguments arguments)
    {
        var (history, gates) = Empty(arguments);
        foreach (var chunk in Chunk.Cut(arguments.Steps, call.ChunkSteps(arguments.Steps)))
        {
            var work = Work(arguments, history, gates, chunk);
            InputGates(arguments, chunk, work);
            RecurrentMath.Forward(call.Cell, [.. work.Select((it, d) => ChunkPass.Of(arguments, history, d, chunk, it))]);
        }
        return history;
    }

    /// <summary>Room for what a layer goes through, and for its gates, which may be kept there.</summary>
    public static (RecurrentHistory History, Tensor[] Gates) Empty(RecurrentArguments arguments)
    {
        var call = arguments.Call;
        var (steps, rows) = (arguments.Steps, arguments.Rows);
        var keepsGates = call.NeedsGradient && call.RecomputeSteps == 0;
        var hasTable = call.Symbols is not null;
        T[] ForEach<T>(bool isNeeded, Func<T> make) => isNeeded ? [.. call.Directions.Select(_ => make())] : [];
        Tensor[] Tensors(bool isNeeded, int steps, int width) => ForEach(isNeeded, () => TensorMemory.Empty(steps, rows, width));
        var gates = ForEach(!hasTable || keepsGates, () => TensorPool.Rent(call.ChunkSteps(steps), rows, call.Gates * call.Units));
        var history = new RecurrentHistory(
            TensorMemory.Empty(steps, rows, call.Directions.Count * call.Units),
            Tensors(call.ShowsCandidates || keepsGates && !call.IsLstm, steps, call.Units),
            Tensors(call.IsLstm, steps, call.Units),
            keepsGates ? gates : [],
            ForEach(call.IsNormalized && call.NeedsGradient, () => NormalizedLayer.Empty(steps, rows, call.Units, call.IsLstm, hasTable, keepsGates)));
        return (history, gates);
    }

    /// <summary>What each direction works on in a chunk.</summary>
    public static ChunkWork[] Work(RecurrentArguments arguments, RecurrentHistory history, Tensor[] gates, Chunk chunk) =>
    [
        .. arguments.Call.Directions.Select((reverse, d) => new ChunkWork
        {
            Gates = gates.ElementAtOrDefault(d),
            Candidate = history.Candidates.ElementAtOrDefault(d)?.narrow(0, chunk.Time(arguments.Steps, reverse), chunk.Count),
            Normalized = history.Normalized.ElementAtOrDefault(d)?.Part(chunk.Time(arguments.Steps, reverse), chunk.Count),
            Saves = history.HasGates,
        })
    ];

    /// <summary>W_ih·x of a chunk, normalised if the layer is, where it does not come from a table.</summary>
    public static void InputGates(RecurrentArguments arguments, Chunk chunk, IReadOnlyList<ChunkWork> work)
    {
        for (var d = 0; d < work.Count && arguments.Call.Symbols is null; d++)
        {
            var count = chunk.Count * arguments.Rows;
            var input = TensorMemory.Rows(arguments.Input).RowsFrom(chunk.Time(arguments.Steps, arguments.Call.Directions[d]) * arguments.Rows, count);
            var gates = TensorMemory.Rows(work[d].Gates!).RowsFrom(0, count);                    // [K·N, G·H]
            MatrixMath.Multiply(input, false, TensorMemory.Rows(arguments.InputWeight(d)), true, gates);
            if (NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.InputGain(d)), work[d].Normalized?.InputSums) is { } normalization)
                NormalizationMath.Forward(gates, normalization);
        }
    }
}
