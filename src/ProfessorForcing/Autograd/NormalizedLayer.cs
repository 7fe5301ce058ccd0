using ProfessorForcing.Kernels.Matrices;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What is kept of a recurrent layer's normalisation for the way back.</summary>
/// <param name="InputSums">Of W_ih·x; null where it comes from a table.</param>
/// <param name="HiddenSums">Of W_hh·h.</param>
/// <param name="Cell">Of an LSTM's c.</param>
internal sealed unsafe record NormalizedLayer(NormalizedSums? InputSums, NormalizedSums HiddenSums, NormalizedSums? Cell)
{
    /// <summary>All of it.</summary>
    public IEnumerable<Tensor> Tensors => new[] { InputSums, HiddenSums, Cell }.OfType<NormalizedSums>().SelectMany(sums => new[] { sums.Values, sums.Scales });

    /// <summary>Room for it.</summary>
    /// <param name="steps">T.</param>
    /// <param name="rows">N.</param>
    /// <param name="units">H.</param>
    /// <param name="isLstm">Whether there is a c.</param>
    /// <param name="hasTable">Whether W_ih·x comes from a table.</param>
    public static NormalizedLayer Empty(long steps, long rows, int units, bool isLstm, bool hasTable)
    {
        NormalizedSums Sums(int gates) => NormalizedSums.Empty(steps, rows, gates * units);
        var gates = isLstm ? 4 : 3;
        return new(hasTable ? null : Sums(gates), Sums(gates), isLstm ? Sums(1) : null);
    }

    /// <summary>The gradients of the gains and of b_c.</summary>
    /// <param name="gates">That of what goes into the gates: [T·N, G·H].</param>
    /// <param name="hiddenCandidates">That of W_hn·h + b_hn of a GRU: [T, N, H].</param>
    /// <param name="shown">That of LN(c) + b_c of an LSTM: [T, N, H].</param>
    /// <param name="factors">What each row's share is multiplied by; null for ones.</param>
    /// <returns>Of γ_ih, γ_hh, γ_c, b_c; null for what there is not.</returns>
    public Tensor?[] ToParameters(Matrix gates, Tensor? hiddenCandidates, Tensor? shown, float* factors)
    {
        Tensor Empty(int count) => empty(count, dtype: ScalarType.Float32);
        var toInput = InputSums is null ? null : Empty(gates.Columns);
        if (toInput is not null)
            InputSums!.ToGain(gates, 0, TensorMemory.Floats(toInput), factors);
        var toHidden = Empty(gates.Columns);
        if (hiddenCandidates is null)
            HiddenSums.ToGain(gates, 0, TensorMemory.Floats(toHidden), factors);
        else
        {
            var own = TensorMemory.Rows(hiddenCandidates);
            var first = gates.Columns - own.Columns;
            HiddenSums.ToGain(gates.ColumnsFrom(0, first), 0, TensorMemory.Floats(toHidden), factors);
            HiddenSums.ToGain(own, first, TensorMemory.Floats(toHidden) + first, factors);
        }
        if (shown is null)
            return [toInput, toHidden, null, null];
        var rows = TensorMemory.Rows(shown);
        var (toCell, toBias) = (Empty(rows.Columns), Empty(rows.Columns));
        Cell!.ToGain(rows, 0, TensorMemory.Floats(toCell), factors);
        MatrixMath.SumColumns(rows, TensorMemory.Floats(toBias), factors);
        return [toInput, toHidden, toCell, toBias];
    }
}
