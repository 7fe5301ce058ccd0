using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// One use of a <see cref="RecurrentFunction"/>: its options, and what it keeps from the way forward for the way back. That is h_t,
/// the candidate, and three numbers a unit and step, which lie where the gates' inputs lay; the gradients of the gates take their place in
/// turn. Of a normalised layer it is the normalised numbers besides.
/// </summary>
internal sealed unsafe class RecurrentCall
{
    private Tensor? _hidden;
    private Tensor[] _candidates = [];
    private Tensor[] _cells = [];
    private Tensor[] _gates = [];
    private NormalizedLayer[] _normalized = [];

    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Units H.</summary>
    public required int Units { get; init; }

    /// <summary>For each direction whether it goes from the last step to the first.</summary>
    public required IReadOnlyList<bool> Directions { get; init; }

    /// <summary>Whether there is layer normalisation.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Where the input is a table: its row at each step, [T, N].</summary>
    public Tensor? Symbols { get; init; }

    /// <summary>1 at real steps, 0 at padding: [T, N]; null if there is none.</summary>
    public Tensor? Keep { get; init; }

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
            Tensor?[] all = _hidden is null ? [] : [_hidden, .. _candidates, .. _cells, .. _gates, .. _normalized.SelectMany(layer => layer.Tensors), Symbols, Keep];
            return all.OfType<Tensor>();
        }
    }

    private int Gates => Cell == RecurrentCell.Gru ? 3 : 4;

    private bool IsLstm => Cell == RecurrentCell.Lstm;

    public List<Tensor> Forward(RecurrentFunction.Arguments arguments)
    {
        if (Recorded is not null)
        {
            (_hidden, _candidates, _cells, _gates) = (Recorded.Hidden, [Recorded.Candidate], Recorded.Cell is null ? [] : [Recorded.Cell], [Recorded.Gates]);
            _normalized = Recorded.Normalized is null ? [] : [Recorded.Normalized];
        }
        else
            Compute(arguments);
        var outputs = new List<Tensor> { _hidden! };
        outputs.AddRange(_candidates);
        outputs.AddRange(_cells);
        // Outputs belong to the graph; what is kept of them must not, or it would keep itself alive.
        _hidden = _hidden!.detach();
        _candidates = [.. _candidates.Select(value => value.detach())];
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
        var count = Directions.Count;
        var inPlace = !Backpropagation.GraphIsRetained;
        var gates = inPlace ? _gates : [.. Directions.Select(_ => Empty(steps, rows, Gates * Units))];
        var hiddenCandidates = IsLstm ? [] : Directions.Select(_ => Empty(steps, rows, Units)).ToArray();
        NormalizedGradients?[] normalized =
            [.. Directions.Select(_ => IsNormalized ? new NormalizedGradients(Empty(steps, rows, Gates * Units), IsLstm ? Empty(steps, rows, Units) : null) : null)];
        var initialHidden = arguments.InitialHidden is { requires_grad: true } h ? empty_like(h) : null;
        var initialCell = arguments.InitialCell is { requires_grad: true } c ? empty_like(c) : null;
        RecurrentMath.Backward(Cell, [.. Enumerable.Range(0, count).Select(d =>
            Pass(arguments, d, forward: false, upstream, (gates[d], IsLstm ? null : hiddenCandidates[d]), normalized[d], (initialHidden, initialCell)))]);

        var gradients = new Tensor?[arguments.All.Count];
        var scales = Plan?.WeightFactorsOver(steps);
        var toInput = arguments.Input.requires_grad && Plan is not { SkipsBehaviour: true, ReadsBehaviour: true } ? empty_like(arguments.Input) : null;
        for (var d = 0; d < count; d++)
            Weights(arguments, d, gates[d], IsLstm ? null : hiddenCandidates[d], normalized[d], scales, toInput, gradients);
        gradients[0] = toInput;
        (gradients[^2], gradients[^1]) = (initialHidden, initialCell);
        if (inPlace)
            Release();
        return [.. gradients];
    }

    private void Compute(RecurrentFunction.Arguments arguments)
    {
        var (steps, rows) = Shape(arguments.Input);
        var count = Directions.Count;
        _hidden = Empty(steps, rows, count * Units);
        _candidates = [.. Directions.Select(_ => Empty(steps, rows, Units))];
        _cells = IsLstm ? [.. Directions.Select(_ => Empty(steps, rows, Units))] : [];
        _gates = Symbols is null || NeedsGradient ? [.. Directions.Select(_ => Empty(steps, rows, Gates * Units))] : [];
        _normalized = IsNormalized && NeedsGradient ? [.. Directions.Select(_ => NormalizedLayer.Empty(steps, rows, Units, IsLstm, Symbols is not null))] : [];
        for (var d = 0; d < count && Symbols is null; d++)
        {
            MatrixMath.Multiply(TensorMemory.Rows(arguments.Input), false, TensorMemory.Rows(arguments.InputWeight(d)), true, TensorMemory.Rows(_gates[d]));
            if (InputNormalization(arguments, d) is { } normalization)
                NormalizationMath.Forward(TensorMemory.Rows(_gates[d]), normalization);
        }
        RecurrentMath.Forward(Cell, [.. Enumerable.Range(0, count).Select(d => Pass(arguments, d, forward: true, null, null, null, null))]);
    }

    private void Weights(
        RecurrentFunction.Arguments arguments, int d, Tensor gates, Tensor? hiddenCandidates, NormalizedGradients? normalized, Tensor? scales, Tensor? toInput,
        Tensor?[] gradients)
    {
        var factors = TensorMemory.FloatsOrNull(scales);
        var gateGradient = TensorMemory.Rows(gates);                                             // [T·N, G·H]
        if (Plan is { SkipsWeights: true })
        {
            ToInputSums(arguments, d, gateGradient);
            if (toInput is not null)
                MatrixMath.Multiply(gateGradient, false, TensorMemory.Rows(arguments.InputWeight(d)), false, TensorMemory.Rows(toInput), accumulate: d > 0);
            return;
        }
        var bias = Empty(Gates * Units);
        MatrixMath.SumColumns(gateGradient, TensorMemory.Floats(bias), factors);
        if (normalized is not null)
            _normalized[d].ToParameters(gateGradient, hiddenCandidates, normalized.Shown, factors).CopyTo(gradients, arguments.NormalizationAt(d));
        ToInputSums(arguments, d, gateGradient);
        if (Symbols is not null)
        {
            // Sums over the steps that read each row of the table.
            if (toInput is not null)
                MatrixMath.ScatterRows(gateGradient, TensorMemory.Longs(Symbols), TensorMemory.Rows(toInput.zero_()), factors);
        }
        else
        {
            var inputWeight = arguments.InputWeight(d);
            gradients[1 + 4 * d] = empty_like(inputWeight);
            MatrixMath.Multiply(gateGradient, true, TensorMemory.Rows(arguments.Input), false, TensorMemory.Rows(gradients[1 + 4 * d]!), scales: factors);
            gradients[3 + 4 * d] = bias;
            if (toInput is not null)
                MatrixMath.Multiply(gateGradient, false, TensorMemory.Rows(inputWeight), false, TensorMemory.Rows(toInput), accumulate: d > 0);
        }
        var weight = empty_like(arguments.HiddenWeight(d));                                      // [G·H, H]
        gradients[2 + 4 * d] = weight;
        if (normalized is not null)
            ByHidden(arguments, d, TensorMemory.Rows(normalized.Sums), TensorMemory.Rows(weight), factors);
        else if (hiddenCandidates is null)
            ByHidden(arguments, d, gateGradient, TensorMemory.Rows(weight), factors);
        else
        {
            // To W_hn·h + b_hn flows other gradient than to W_in·x + b_in.
            ByHidden(arguments, d, gateGradient.ColumnsFrom(0, 2 * Units), TensorMemory.Rows(weight).RowsFrom(0, 2 * Units), factors);
            ByHidden(arguments, d, TensorMemory.Rows(hiddenCandidates), TensorMemory.Rows(weight).RowsFrom(2 * Units, Units), factors);
        }
        if (hiddenCandidates is null)
        {
            gradients[4 + 4 * d] = Symbols is null ? bias.clone() : bias;
            return;
        }
        var hiddenBias = bias.clone();
        MatrixMath.SumColumns(TensorMemory.Rows(hiddenCandidates), TensorMemory.Floats(hiddenBias) + 2 * Units, factors);
        gradients[4 + 4 * d] = hiddenBias;
    }

    // Of W_ih·x; null where it is not normalised, or not here.
    private SumsNormalization? InputNormalization(RecurrentFunction.Arguments arguments, int d) => Symbols is not null ? null
        : NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.InputGain(d)), _normalized.Length == 0 ? null : _normalized[d].InputSums);

    // From the gradient of what goes into the gates to that of W_ih·x, in place.
    private void ToInputSums(RecurrentFunction.Arguments arguments, int d, Matrix gateGradient)
    {
        if (InputNormalization(arguments, d) is { } normalization)
            NormalizationMath.Backward(gateGradient, normalization);
    }

    // Σ over steps of gate gradient times the state before the step: the states of all steps but the last, and the initial one.
    private void ByHidden(RecurrentFunction.Arguments arguments, int d, Matrix gateGradient, Matrix weight, float* factors)
    {
        var (steps, rows) = Shape(arguments.Input);
        var hidden = TensorMemory.Rows(_hidden!).ColumnsFrom(d * Units, Units);                               // [T·N, H]
        var reverse = Directions[d];
        var later = (steps - 1) * rows;
        var (from, before) = reverse ? (0, rows) : (rows, 0);
        MatrixMath.Multiply(
            gateGradient.RowsFrom(from, later), true, hidden.RowsFrom(before, later), false, weight, scales: factors == null ? null : factors + from);
        if (arguments.InitialHidden is { } initial)
        {
            var first = reverse ? later : 0;
            MatrixMath.Multiply(
                gateGradient.RowsFrom(first, rows), true, TensorMemory.Rows(initial), false, weight, accumulate: true, factors == null ? null : factors + first);
        }
    }

    private RecurrentPass Pass(
        RecurrentFunction.Arguments arguments, int d, bool forward, Tensor?[]? upstream, (Tensor Gates, Tensor? HiddenCandidate)? gradients,
        NormalizedGradients? normalized, (Tensor? Hidden, Tensor? Cell)? initialGradients)
    {
        var (steps, rows) = Shape(arguments.Input);
        var count = Directions.Count;
        var hasInputGates = Symbols is null;
        var kept = _normalized.Length == 0 ? null : _normalized[d];
        return new RecurrentPass
        {
            Rows = rows,
            Steps = steps,
            Units = Units,
            Reverse = Directions[d],
            HiddenWeight = TensorMemory.Floats(arguments.HiddenWeight(d)),
            HiddenBias = TensorMemory.Floats(arguments.HiddenBias(d)),
            HiddenNormalization = NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.HiddenGain(d)), kept?.HiddenSums, normalized?.Sums),
            CellNormalization = NormalizedSums.Place(TensorMemory.FloatsOrNull(arguments.CellGain(d)), kept?.Cell),
            CellBias = TensorMemory.FloatsOrNull(arguments.CellBias(d)),
            ShownGradient = TensorMemory.FloatsOrNull(normalized?.Shown),
            InputGates = !forward ? null : hasInputGates ? TensorMemory.Floats(_gates[d]) : TensorMemory.Floats(arguments.Input),
            InputBias = forward && hasInputGates ? TensorMemory.Floats(arguments.InputBias(d)) : null,
            Symbols = Symbols is null ? null : TensorMemory.Longs(Symbols),
            Keep = TensorMemory.FloatsOrNull(Keep),
            InitialHidden = TensorMemory.FloatsOrNull(arguments.InitialHidden),
            InitialCell = TensorMemory.FloatsOrNull(arguments.InitialCell),
            Hidden = TensorMemory.Floats(_hidden!) + d * Units,
            HiddenStride = count * Units,
            Candidate = TensorMemory.Floats(_candidates[d]),
            Cell = IsLstm ? TensorMemory.Floats(_cells[d]) : null,
            Saved = forward && !NeedsGradient ? null : TensorMemory.Floats(_gates[d]),
            HiddenGradient = upstream?[0] is { } hidden ? TensorMemory.Floats(hidden) + d * Units : null,
            HiddenGradientStride = count * Units,
            CandidateGradient = TensorMemory.FloatsOrNull(upstream?[1 + d]),
            CellGradient = IsLstm ? TensorMemory.FloatsOrNull(upstream?[1 + count + d]) : null,
            GateGradient = TensorMemory.FloatsOrNull(gradients?.Gates),
            HiddenCandidateGradient = TensorMemory.FloatsOrNull(gradients?.HiddenCandidate),
            InitialHiddenGradient = TensorMemory.FloatsOrNull(initialGradients?.Hidden),
            InitialCellGradient = TensorMemory.FloatsOrNull(initialGradients?.Cell),
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
        (_hidden, _candidates, _cells, _gates, _normalized) = (null, [], [], [], []);
    }

    private static Tensor Empty(params long[] shape) => empty(shape, dtype: ScalarType.Float32);
}
