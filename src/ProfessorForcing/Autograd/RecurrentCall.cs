using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Recurrent;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// One use of a <see cref="RecurrentFunction"/>: its options, and what it keeps from the way forward for the way back. That is h_t,
/// the candidate, and three numbers a unit and step, which lie where the gates' inputs lay; the gradients of the gates take their place in
/// turn. Where gates are recomputed it is the states only: the sequence is gone through in chunks both ways, and on the way back each
/// chunk's gates come again from the states before them, to the last bit.
/// </summary>
internal sealed unsafe class RecurrentCall
{
    private Tensor? _hidden;
    private Tensor[] _candidates = [];
    private Tensor[] _cells = [];
    private Tensor[] _gates = [];

    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Units H.</summary>
    public required int Units { get; init; }

    /// <summary>For each direction whether it goes from the last step to the first.</summary>
    public required IReadOnlyList<bool> Directions { get; init; }

    /// <summary>Where the input is a table: its row at each step, [T, N].</summary>
    public Tensor? Symbols { get; init; }

    /// <summary>1 at real steps, 0 at padding: [T, N]; null if there is none.</summary>
    public Tensor? Keep { get; init; }

    /// <summary>Steps of a chunk whose gates are recomputed on the way back; 0: gates are kept.</summary>
    public required int RecomputeSteps { get; init; }

    /// <summary>Whether the candidates are among the outputs.</summary>
    public required bool ShowsCandidates { get; init; }

    /// <summary>Which gradients are wanted; null for all, with every row counting alike.</summary>
    public BackwardPlan? Plan { get; init; }

    /// <summary>Whether a backward pass can follow.</summary>
    public required bool NeedsGradient { get; init; }

    /// <summary>What the way forward would give, where it is known already, of a single direction; then nothing is computed.</summary>
    public RecordedLayer? Recorded { get; init; }

    private IEnumerable<Tensor> Kept
    {
        get
        {
            Tensor?[] all = _hidden is null ? [] : [_hidden, .. _candidates, .. _cells, .. _gates, Symbols, Keep];
            return all.OfType<Tensor>();
        }
    }

    private int Gates => Cell == RecurrentCell.Gru ? 3 : 4;

    private bool IsLstm => Cell == RecurrentCell.Lstm;

    // Steps that are worked on at a time.
    private int ChunkSteps(int steps) => RecomputeSteps > 0 ? Math.Min(RecomputeSteps, steps) : steps;

    public List<Tensor> Forward(RecurrentFunction.Arguments arguments)
    {
        if (Recorded is not null)
            (_hidden, _candidates, _cells, _gates) = (Recorded.Hidden, Given(Recorded.Candidate), Given(Recorded.Cell), Given(Recorded.Gates));
        else
            Compute(arguments);
        var outputs = new List<Tensor> { _hidden! };
        if (ShowsCandidates)
            outputs.AddRange(_candidates);
        outputs.AddRange(_cells);
        // Outputs belong to the graph; what is kept of them must not, or it would keep itself alive.
        _hidden = _hidden!.detach();
        _candidates = _gates.Length == 0 ? [] : [.. _candidates.Select(value => value.detach())];
        _cells = [.. _cells.Select(value => value.detach())];
        if (!NeedsGradient)
            Release();
        return outputs;
    }

    /// <summary>Keeps what the way back needs beyond a scope that is about to end: as long as the scope around it.</summary>
    public void KeepBeyond(DisposeScope scope)
    {
        foreach (var value in Kept)
            scope.MoveToOuter(value);
    }

    public List<Tensor?> Backward(RecurrentFunction.Arguments arguments, Tensor?[] upstream)
    {
        if (_hidden is null)
            throw new InvalidOperationException("The graph of a recurrent layer was differentiated a second time without being retained.");
        var (steps, rows) = Shape(arguments.Input);
        var recomputes = _gates.Length == 0;
        Chunk[] chunks = [.. Chunk.Cut(steps, recomputes ? ChunkSteps(steps) : steps).Reverse()];
        var initialHidden = arguments.InitialHidden is { requires_grad: true } h ? empty_like(h) : null;
        var initialCell = arguments.InitialCell is { requires_grad: true } c ? empty_like(c) : null;
        var work = Directions.Select((_, d) => WorkBack(d, chunks.Max(chunk => chunk.Count), rows)).ToArray();

        var gradients = new Tensor?[arguments.All.Count];
        var scales = Plan?.WeightFactorsOver(steps);
        var toInput = arguments.Input.requires_grad && Plan is not { SkipsBehaviour: true, ReadsBehaviour: true } ? empty_like(arguments.Input) : null;
        // With several chunks the two directions come to a step at different times; some rows may not be wanted.
        if (Symbols is not null || chunks.Length > 1 || Plan?.InputRows is not null)
            toInput?.zero_();
        foreach (var chunk in chunks)
        {
            RecurrentPass[] passes = [.. work.Select((it, d) => Pass(arguments, d, chunk, it, upstream, (initialHidden, initialCell)))];
            if (recomputes)
            {
                InputGates(arguments, chunk, work);
                RecurrentMath.Forward(Cell, passes);
            }
            RecurrentMath.Backward(Cell, passes);
            for (var d = 0; d < work.Length; d++)
                Weights(arguments, d, chunk, work[d], scales, toInput, accumulate: d > 0 || chunks.Length > 1, gradients);
        }
        gradients[0] = toInput;
        for (var d = 0; d < work.Length && Plan is not { SkipsWeights: true }; d++)
            Biases(d, work[d], gradients);
        (gradients[^2], gradients[^1]) = (initialHidden, initialCell);
        if (!Backpropagation.GraphIsRetained)
            Release();
        return [.. gradients];
    }

    private void Compute(RecurrentFunction.Arguments arguments)
    {
        var (steps, rows) = Shape(arguments.Input);
        var keepsGates = NeedsGradient && RecomputeSteps == 0;
        Tensor[] ForEach(bool isNeeded, int steps, int width) => isNeeded ? [.. Directions.Select(_ => Empty(steps, rows, width))] : [];
        _hidden = Empty(steps, rows, Directions.Count * Units);
        _candidates = ForEach(ShowsCandidates || keepsGates && !IsLstm, steps, Units);
        _cells = ForEach(IsLstm, steps, Units);
        var gates = ForEach(Symbols is null || keepsGates, ChunkSteps(steps), Gates * Units);
        _gates = keepsGates ? gates : [];
        foreach (var chunk in Chunk.Cut(steps, ChunkSteps(steps)))
        {
            Work[] work = [.. Directions.Select((reverse, d) => new Work
            {
                Gates = gates.ElementAtOrDefault(d),
                Candidate = _candidates.ElementAtOrDefault(d)?.narrow(0, chunk.Time(steps, reverse), chunk.Count),
                Saves = keepsGates,
            })];
            InputGates(arguments, chunk, work);
            RecurrentMath.Forward(Cell, [.. work.Select((it, d) => Pass(arguments, d, chunk, it, null, default))]);
        }
    }

    // W_ih·x of a chunk, where it does not come from a table.
    private void InputGates(RecurrentFunction.Arguments arguments, Chunk chunk, Work[] work)
    {
        var (steps, rows) = Shape(arguments.Input);
        for (var d = 0; d < work.Length && Symbols is null; d++)
        {
            var input = TensorMemory.Rows(arguments.Input).RowsFrom(chunk.Time(steps, Directions[d]) * rows, chunk.Count * rows);
            MatrixMath.Multiply(input, false, TensorMemory.Rows(arguments.InputWeight(d)), true, TensorMemory.Rows(work[d].Gates!).RowsFrom(0, chunk.Count * rows));
        }
    }

    private Work WorkBack(int d, int steps, int rows)
    {
        var recomputes = _gates.Length == 0;
        var usesUp = recomputes || !Backpropagation.GraphIsRetained;
        var gates = recomputes ? Empty(steps, rows, Gates * Units) : _gates[d];
        var candidate = _candidates.ElementAtOrDefault(d) ?? (IsLstm ? null : Empty(steps, rows, Units));
        return new Work
        {
            Gates = gates,
            Candidate = candidate,
            Saves = true,
            GateGradient = usesUp ? gates : empty_like(gates),
            HiddenCandidateGradient = IsLstm ? null : usesUp && (recomputes || !ShowsCandidates) ? candidate : Empty(steps, rows, Units),
            CarriedHidden = Empty(rows, Units),
            CarriedCell = IsLstm ? Empty(rows, Units) : null,
            Bias = zeros(Gates * Units, dtype: ScalarType.Float32),
            HiddenCandidateBias = zeros(Units, dtype: ScalarType.Float32),
        };
    }

    private void Weights(
        RecurrentFunction.Arguments arguments, int d, Chunk chunk, Work work, Tensor? scales, Tensor? toInput, bool accumulate, Tensor?[] gradients)
    {
        var (steps, rows) = Shape(arguments.Input);
        var (first, count) = (chunk.Time(steps, Directions[d]) * rows, chunk.Count * rows);
        var factors = scales is null ? null : TensorMemory.Floats(scales) + first;
        var gateGradient = TensorMemory.Rows(work.GateGradient!).RowsFrom(0, count);             // [K·N, G·H]
        if (toInput is not null && Symbols is null)
        {
            var (firstWanted, wanted) = Plan?.InputRows ?? (0, rows);
            MatrixMath.Multiply(
                gateGradient.RowsOfEach(firstWanted, wanted, rows), false, TensorMemory.Rows(arguments.InputWeight(d)), false,
                TensorMemory.Rows(toInput).RowsFrom(first, count).RowsOfEach(firstWanted, wanted, rows), accumulate);
        }
        if (Plan is { SkipsWeights: true })
            return;
        MatrixMath.SumColumns(gateGradient, TensorMemory.Floats(work.Bias!), factors, accumulate: true);
        var isMore = gradients[2 + 4 * d] is not null;
        if (Symbols is null)
        {
            var toInputWeight = gradients[1 + 4 * d] ??= empty_like(arguments.InputWeight(d));
            MatrixMath.Multiply(gateGradient, true, TensorMemory.Rows(arguments.Input).RowsFrom(first, count), false, TensorMemory.Rows(toInputWeight), isMore, factors);
        }
        // Sums over the steps that read each row of the table.
        else if (toInput is not null)
            MatrixMath.ScatterRows(gateGradient, TensorMemory.Longs(Symbols) + first, TensorMemory.Rows(toInput), factors);
        var weight = TensorMemory.Rows(gradients[2 + 4 * d] ??= empty_like(arguments.HiddenWeight(d))); // [G·H, H]
        if (work.HiddenCandidateGradient is null)
        {
            ByHidden(arguments, d, chunk, gateGradient, weight, isMore, factors);
            return;
        }
        // To W_hn·h + b_hn flows other gradient than to W_in·x + b_in.
        var hiddenCandidate = TensorMemory.Rows(work.HiddenCandidateGradient).RowsFrom(0, count); // [K·N, H]
        ByHidden(arguments, d, chunk, gateGradient.ColumnsFrom(0, 2 * Units), weight.RowsFrom(0, 2 * Units), isMore, factors);
        ByHidden(arguments, d, chunk, hiddenCandidate, weight.RowsFrom(2 * Units, Units), isMore, factors);
        MatrixMath.SumColumns(hiddenCandidate, TensorMemory.Floats(work.HiddenCandidateBias!), factors, accumulate: true);
    }

    // Σ over steps of gate gradient times the state before the step: the states of all steps but the last, and the initial one.
    private void ByHidden(RecurrentFunction.Arguments arguments, int d, Chunk chunk, Matrix gateGradient, Matrix weight, bool accumulate, float* factors)
    {
        var (steps, rows) = Shape(arguments.Input);
        var hidden = TensorMemory.Rows(_hidden!).ColumnsFrom(d * Units, Units);                               // [T·N, H]
        var (reverse, isStart) = (Directions[d], chunk.First == 0);
        var time = chunk.Time(steps, reverse);
        var later = (isStart ? chunk.Count - 1 : chunk.Count) * rows;
        var (from, before) = reverse ? (0, time + 1) : isStart ? (rows, 0) : (0, time - 1);
        MatrixMath.Multiply(
            gateGradient.RowsFrom(from, later), true, hidden.RowsFrom(before * rows, later), false, weight, accumulate, factors == null ? null : factors + from);
        if (isStart && arguments.InitialHidden is { } initial)
        {
            var first = reverse ? later : 0;
            MatrixMath.Multiply(
                gateGradient.RowsFrom(first, rows), true, TensorMemory.Rows(initial), false, weight, accumulate: true, factors == null ? null : factors + first);
        }
    }

    private void Biases(int d, Work work, Tensor?[] gradients)
    {
        var hidden = work.Bias!.clone();
        if (!IsLstm)
            hidden.narrow(0, 2 * Units, Units).copy_(work.HiddenCandidateBias!);
        (gradients[3 + 4 * d], gradients[4 + 4 * d]) = (Symbols is null ? work.Bias : null, hidden);
    }

    private RecurrentPass Pass(
        RecurrentFunction.Arguments arguments, int d, Chunk chunk, Work work, Tensor?[]? upstream, (Tensor? Hidden, Tensor? Cell) initialGradients)
    {
        var (steps, rows) = Shape(arguments.Input);
        var (count, reverse) = (Directions.Count, Directions[d]);
        var time = chunk.Time(steps, reverse);
        var (isStart, isEnd) = (chunk.First == 0, chunk.First + chunk.Count == steps);
        var before = reverse ? time + chunk.Count : time - 1;
        var hiddenBefore = isStart ? arguments.InitialHidden : _hidden!.select(0, before).narrow(1, d * Units, Units).contiguous();
        var cellBefore = isStart ? arguments.InitialCell : IsLstm ? _cells[d].select(0, before) : null;
        var isBackward = upstream is not null;
        return new RecurrentPass
        {
            Rows = rows,
            Steps = chunk.Count,
            Units = Units,
            Reverse = reverse,
            HiddenWeight = TensorMemory.Floats(arguments.HiddenWeight(d)),
            HiddenBias = TensorMemory.Floats(arguments.HiddenBias(d)),
            InputGates = Symbols is null ? TensorMemory.Floats(work.Gates!) : TensorMemory.Floats(arguments.Input),
            InputBias = Symbols is null ? TensorMemory.Floats(arguments.InputBias(d)) : null,
            Symbols = Symbols is null ? null : TensorMemory.Longs(Symbols) + time * rows,
            Keep = TensorMemory.FloatsFrom(Keep, time),
            InitialHidden = TensorMemory.FloatsOrNull(hiddenBefore),
            InitialCell = TensorMemory.FloatsOrNull(cellBefore),
            Hidden = TensorMemory.FloatsFrom(_hidden, time) + d * Units,
            HiddenStride = count * Units,
            StatesAreKnown = isBackward,
            Candidate = TensorMemory.FloatsOrNull(work.Candidate),
            Cell = IsLstm ? TensorMemory.FloatsFrom(_cells[d], time) : null,
            Saved = work.Saves ? TensorMemory.Floats(work.Gates!) : null,
            HiddenGradient = upstream?[0] is { } hidden ? TensorMemory.FloatsFrom(hidden, time) + d * Units : null,
            HiddenGradientStride = count * Units,
            CandidateGradient = ShowsCandidates ? TensorMemory.FloatsFrom(upstream?[1 + d], time) : null,
            CellGradient = IsLstm ? TensorMemory.FloatsFrom(upstream?[1 + (ShowsCandidates ? count : 0) + d], time) : null,
            GateGradient = TensorMemory.FloatsOrNull(work.GateGradient),
            HiddenCandidateGradient = TensorMemory.FloatsOrNull(work.HiddenCandidateGradient),
            FinalHiddenGradient = isEnd ? null : TensorMemory.FloatsOrNull(work.CarriedHidden),
            FinalCellGradient = isEnd ? null : TensorMemory.FloatsOrNull(work.CarriedCell),
            InitialHiddenGradient = TensorMemory.FloatsOrNull(isStart ? initialGradients.Hidden : work.CarriedHidden),
            InitialCellGradient = TensorMemory.FloatsOrNull(isStart ? initialGradients.Cell : work.CarriedCell),
        };
    }

    private (int Steps, int Rows) Shape(Tensor input)
    {
        var shape = Symbols?.shape ?? input.shape;
        return ((int)shape[0], (int)shape[1]);
    }

    private void Release()
    {
        foreach (var value in Kept)
            value.Dispose();
        (_hidden, _candidates, _cells, _gates) = (null, [], [], []);
    }

    private static Tensor[] Given(Tensor? value) => value is null ? [] : [value];

    private static Tensor Empty(params long[] shape) => empty(shape, dtype: ScalarType.Float32);

    // What one direction's pass over a chunk works on, [K, N, …], and what goes from chunk to chunk on the way back.
    private sealed class Work
    {
        // W_ih·x, unless it comes from a table, and in its place what is saved.
        public Tensor? Gates { get; init; }

        public Tensor? Candidate { get; init; }

        public bool Saves { get; init; }

        public Tensor? GateGradient { get; init; }

        public Tensor? HiddenCandidateGradient { get; init; }

        public Tensor? CarriedHidden { get; init; }

        public Tensor? CarriedCell { get; init; }

        public Tensor? Bias { get; init; }

        public Tensor? HiddenCandidateBias { get; init; }
    }
}
