using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Normalization;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>The gradients of a recurrent layer's arguments, as products and sums of the gates' over whole chunks.</summary>
internal sealed unsafe class RecurrentGradients
{
    private readonly RecurrentArguments _arguments;
    private readonly RecurrentCall _call;
    private readonly RecurrentHistory _history;
    private readonly Tensor? _scales;
    private readonly Tensor?[] _all;
    private readonly int _chunks;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="history">What the layer went through.</param>
    /// <param name="chunks">How many chunks there are.</param>
    public RecurrentGradients(RecurrentArguments arguments, RecurrentHistory history, int chunks)
    {
        (_arguments, _call, _history, _chunks) = (arguments, arguments.Call, history, chunks);
        _all = new Tensor?[arguments.All.Count];
        _scales = _call.Plan?.WeightFactorsOver(arguments.Steps);
        if (!arguments.Input.requires_grad || _call.Plan is { SkipsBehaviour: true, ReadsBehaviour: true })
            return;
        // With several chunks the two directions come to a step at different times; some rows may not be wanted.
        var accumulates = _call.Symbols is not null || chunks > 1 || _call.Plan?.InputRows is not null;
        _all[0] = accumulates ? zeros_like(arguments.Input) : empty_like(arguments.Input);
    }

    /// <summary>Adds a direction's share of a chunk.</summary>
    public void Add(int d, Chunk chunk, ChunkWork work)
    {
        var first = chunk.Time(_arguments.Steps, _call.Directions[d]) * _arguments.Rows;
        var factors = _scales is null ? null : TensorMemory.Floats(_scales) + first;
        var gates = TensorMemory.Rows(work.GateGradient!).RowsFrom(0, chunk.Count * _arguments.Rows); // [K·N, G·H]
        var skipsWeights = _call.Plan is { SkipsWeights: true };
        if (!skipsWeights)
            Biases(work, gates, factors);
        if (_call.Symbols is null && NormalizedSums.Place(TensorMemory.FloatsOrNull(_arguments.InputGain(d)), work.Normalized?.InputSums) is { } normalization)
            NormalizationMath.Backward(gates, normalization);
        if (_call.Symbols is null)
            ToInput(d, gates, first);
        if (skipsWeights)
            return;
        ByInput(d, gates, first, factors);
        ByHidden(d, chunk, work, gates, factors);
    }

    /// <summary>All of them, once the last chunk's share has been added.</summary>
    /// <param name="work">What each direction has worked on.</param>
    /// <param name="outer">The gradients of initial states.</param>
    public IReadOnlyList<Tensor?> All(IReadOnlyList<ChunkWork> work, OuterGradients outer)
    {
        for (var d = 0; d < work.Count && _call.Plan is not { SkipsWeights: true }; d++)
        {
            var hidden = work[d].Bias!.clone();
            if (!_call.IsLstm)
                hidden.narrow(0, 2 * _call.Units, _call.Units).copy_(work[d].HiddenCandidateBias!);
            var at = RecurrentArguments.WeightsAt(d);
            (_all[at + 2], _all[at + 3]) = (_call.Symbols is null ? work[d].Bias : null, hidden);
            work[d].NormalizedGradients?.OfParameters.CopyTo(_all, _arguments.NormalizationAt(d));
        }
        (_all[^2], _all[^1]) = (outer.InitialHidden, outer.InitialCell);
        return _all;
    }

    private static void Biases(ChunkWork work, Matrix gates, float* factors)
    {
        MatrixMath.SumColumns(gates, TensorMemory.Floats(work.Bias!), factors, accumulate: true);
        Matrix? candidates = work.HiddenCandidateGradient is { } own ? TensorMemory.Rows(own).RowsFrom(0, gates.Rows) : null; // [K·N, H]
        if (candidates is { } toCandidates)
            MatrixMath.SumColumns(toCandidates, TensorMemory.Floats(work.HiddenCandidateBias!), factors, accumulate: true);
        work.NormalizedGradients?.Add(work.Normalized!, gates, candidates, factors);
    }

    private void ToInput(int d, Matrix gates, int first)
    {
        if (_all[0] is not { } toInput)
            return;
        var rows = _arguments.Rows;
        var (firstWanted, wanted) = _call.Plan?.InputRows ?? (0, rows);
        MatrixMath.Multiply(
            gates.RowsOfEach(firstWanted, wanted, rows), false, TensorMemory.Rows(_arguments.InputWeight(d)), false,
            TensorMemory.Rows(toInput).RowsFrom(first, gates.Rows).RowsOfEach(firstWanted, wanted, rows), accumulate: d > 0 || _chunks > 1);
    }

    private void ByInput(int d, Matrix gates, int first, float* factors)
    {
        if (_call.Symbols is null)
        {
            var (weight, isMore) = Weight(RecurrentArguments.WeightsAt(d));                      // [G·H, I]
            MatrixMath.Multiply(gates, true, TensorMemory.Rows(_arguments.Input).RowsFrom(first, gates.Rows), false, weight, isMore, factors);
        }
        // Sums over the steps that read each row of the table.
        else if (_all[0] is { } toTable)
            MatrixMath.ScatterRows(gates, TensorMemory.Longs(_call.Symbols) + first, TensorMemory.Rows(toTable), factors);
    }

    private void ByHidden(int d, Chunk chunk, ChunkWork work, Matrix gates, float* factors)
    {
        var (weight, isMore) = Weight(RecurrentArguments.WeightsAt(d) + 1);                      // [G·H, H]
        if (work.NormalizedGradients is { } normalized)
            ByHidden(d, chunk, TensorMemory.Rows(normalized.Sums).RowsFrom(0, gates.Rows), weight, isMore, factors);
        else if (work.HiddenCandidateGradient is not { } own)
            ByHidden(d, chunk, gates, weight, isMore, factors);
        else
        {
            // To W_hn·h + b_hn flows other gradient than to W_in·x + b_in.
            var (units, candidates) = (_call.Units, TensorMemory.Rows(own).RowsFrom(0, gates.Rows)); // [K·N, H]
            ByHidden(d, chunk, gates.ColumnsFrom(0, 2 * units), weight.RowsFrom(0, 2 * units), isMore, factors);
            ByHidden(d, chunk, candidates, weight.RowsFrom(2 * units, units), isMore, factors);
        }
    }

    // Σ over steps of gate gradient times the state before the step: the states of all steps but the last, and the initial one.
    private void ByHidden(int d, Chunk chunk, Matrix gates, Matrix weight, bool accumulate, float* factors)
    {
        var rows = _arguments.Rows;
        var hidden = TensorMemory.Rows(_history.Hidden).ColumnsFrom(d * _call.Units, _call.Units);            // [T·N, H]
        var (reverse, isStart) = (_call.Directions[d], chunk.First == 0);
        var time = chunk.Time(_arguments.Steps, reverse);
        var later = (isStart ? chunk.Count - 1 : chunk.Count) * rows;
        var (from, before) = reverse ? (0, time + 1) : isStart ? (rows, 0) : (0, time - 1);
        MatrixMath.Multiply(
            gates.RowsFrom(from, later), true, hidden.RowsFrom(before * rows, later), false, weight, accumulate, factors == null ? null : factors + from);
        if (isStart && _arguments.InitialHidden is { } initial)
        {
            var first = reverse ? later : 0;
            MatrixMath.Multiply(
                gates.RowsFrom(first, rows), true, TensorMemory.Rows(initial), false, weight, accumulate: true, factors == null ? null : factors + first);
        }
    }

    // A weight's gradient, and whether there is something in it already.
    private (Matrix Gradient, bool IsMore) Weight(int index)
    {
        var isMore = _all[index] is not null;
        return (TensorMemory.Rows(_all[index] ??= empty_like(_arguments.All[index]!)), isMore);
    }
}
