using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Autograd;

/// <summary>Where everything about a direction's way through a chunk lies, for the kernels.</summary>
internal static unsafe class ChunkPass
{
    /// <summary>Says it.</summary>
    /// <param name="arguments">What the layer is called with.</param>
    /// <param name="history">What it goes through.</param>
    /// <param name="d">The direction.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="work">What the pass works on.</param>
    /// <param name="outer">On the way back, on which states are known: gradients that come from outside and go there.</param>
    public static RecurrentPass Of(RecurrentArguments arguments, RecurrentHistory history, int d, Chunk chunk, ChunkWork work, OuterGradients? outer = null)
    {
        var call = arguments.Call;
        var (steps, rows, units) = (arguments.Steps, arguments.Rows, call.Units);
        var (count, reverse) = (call.Directions.Count, call.Directions[d]);
        var time = chunk.Time(steps, reverse);
        var (isStart, isEnd) = (chunk.First == 0, chunk.First + chunk.Count == steps);
        var before = reverse ? time + chunk.Count : time - 1;
        var hiddenBefore = isStart ? arguments.InitialHidden : history.Hidden.select(0, before).narrow(1, d * units, units).contiguous();
        var cellBefore = isStart ? arguments.InitialCell : call.IsLstm ? history.Cells[d].select(0, before) : null;
        var upstream = outer?.Upstream;
        return new RecurrentPass
        {
            Rows = rows,
            Steps = chunk.Count,
            Units = units,
            Reverse = reverse,
            HiddenWeight = TensorMemory.Floats(arguments.HiddenWeight(d)),
            HiddenBias = TensorMemory.Floats(arguments.HiddenBias(d)),
            HiddenNormalization = NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.HiddenGain(d)), work.Normalized?.HiddenSums, work.NormalizedGradients?.Sums),
            CellNormalization = NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.CellGain(d)), work.Normalized?.Cell),
            CellBias = TensorMemory.FloatsOrNull(arguments.CellBias(d)),
            InputGates = call.Symbols is null ? TensorMemory.Floats(work.Gates!) : TensorMemory.Floats(arguments.Input),
            InputBias = call.Symbols is null ? TensorMemory.Floats(arguments.InputBias(d)) : null,
            Symbols = call.Symbols is null ? null : TensorMemory.Longs(call.Symbols) + time * rows,
            Keep = TensorMemory.FloatsFrom(call.Keep, time),
            InitialHidden = TensorMemory.FloatsOrNull(hiddenBefore),
            InitialCell = TensorMemory.FloatsOrNull(cellBefore),
            Hidden = TensorMemory.FloatsFrom(history.Hidden, time) + d * units,
            HiddenStride = count * units,
            StatesAreKnown = outer is not null,
            Candidate = TensorMemory.FloatsOrNull(work.Candidate),
            Cell = call.IsLstm ? TensorMemory.FloatsFrom(history.Cells[d], time) : null,
            Saved = work.Saves ? TensorMemory.Floats(work.Gates!) : null,
            HiddenGradient = upstream?[0] is { } hidden ? TensorMemory.FloatsFrom(hidden, time) + d * units : null,
            HiddenGradientStride = count * units,
            CandidateGradient = call.ShowsCandidates ? TensorMemory.FloatsFrom(upstream?[1 + d], time) : null,
            CellGradient = call.IsLstm ? TensorMemory.FloatsFrom(upstream?[1 + (call.ShowsCandidates ? count : 0) + d], time) : null,
            GateGradient = TensorMemory.FloatsOrNull(work.GateGradient),
            HiddenCandidateGradient = TensorMemory.FloatsOrNull(work.HiddenCandidateGradient),
            ShownGradient = TensorMemory.FloatsOrNull(work.NormalizedGradients?.Shown),
            FinalHiddenGradient = isEnd ? null : TensorMemory.FloatsOrNull(work.CarriedHidden),
            FinalCellGradient = isEnd ? null : TensorMemory.FloatsOrNull(work.CarriedCell),
            InitialHiddenGradient = TensorMemory.FloatsOrNull(isStart ? outer?.InitialHidden : work.CarriedHidden),
            InitialCellGradient = TensorMemory.FloatsOrNull(isStart ? outer?.InitialCell : work.CarriedCell),
        };
    }
}
