using ProfessorForcing.Kernels.Matrices;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What the way back through a normalised recurrence gives besides.</summary>
/// <param name="Sums">The gradient of W_hh·h itself in a chunk: [K, N, G·H].</param>
/// <param name="Shown">That of LN(c) + b_c of an LSTM: [K, N, H].</param>
/// <param name="InputGain">That of γ_ih, [G·H]; null where W_ih·x comes from a table.</param>
/// <param name="HiddenGain">That of γ_hh: [G·H].</param>
/// <param name="CellGain">That of an LSTM's γ_c: [H].</param>
/// <param name="CellBias">That of its b_c: [H].</param>
internal sealed unsafe record NormalizedGradients(Tensor Sums, Tensor? Shown, Tensor? InputGain, Tensor HiddenGain, Tensor? CellGain, Tensor? CellBias)
{
    /// <summary>Those of the parameters, in the order in which they are arguments.</summary>
    public Tensor?[] OfParameters => [InputGain, HiddenGain, CellGain, CellBias];

    /// <summary>Room for a chunk, and zeros for parameters.</summary>
    /// <param name="steps">K.</param>
    /// <param name="rows">N.</param>
    /// <param name="units">H.</param>
    /// <param name="isLstm">Whether there is a c.</param>
    /// <param name="hasTable">Whether W_ih·x comes from a table.</param>
    public static NormalizedGradients Empty(int steps, int rows, int units, bool isLstm, bool hasTable)
    {
        Tensor Zeros(int count) => zeros(count, dtype: ScalarType.Float32);
        var width = (isLstm ? 4 : 3) * units;
        return new(
            TensorMemory.Empty(steps, rows, width), isLstm ? TensorMemory.Empty(steps, rows, units) : null,
            hasTable ? null : Zeros(width), Zeros(width), isLstm ? Zeros(units) : null, isLstm ? Zeros(units) : null);
    }

    /// <summary>Adds a chunk's share of those of the parameters.</summary>
    /// <param name="normalized">What there is of the chunk's normalisation.</param>
    /// <param name="gates">The gradient of what goes into the gates: [K·N, G·H].</param>
    /// <param name="hiddenCandidates">That of W_hn·h + b_hn of a GRU: [K·N, H].</param>
    /// <param name="factors">What each row's share is multiplied by; null for ones.</param>
    public void Add(NormalizedLayer normalized, Matrix gates, Matrix? hiddenCandidates, float* factors)
    {
        if (InputGain is not null)
            normalized.InputSums!.AddToGain(gates, 0, InputGain, factors);
        if (hiddenCandidates is { } own)
        {
            var first = gates.Columns - own.Columns;
            normalized.HiddenSums.AddToGain(gates.ColumnsFrom(0, first), 0, HiddenGain, factors);
            normalized.HiddenSums.AddToGain(own, first, HiddenGain, factors);
        }
        else
            normalized.HiddenSums.AddToGain(gates, 0, HiddenGain, factors);
        if (Shown is null)
            return;
        var shown = TensorMemory.Rows(Shown).RowsFrom(0, gates.Rows);                            // [K·N, H]
        normalized.Cell!.AddToGain(shown, 0, CellGain!, factors);
        MatrixMath.SumColumns(shown, TensorMemory.Floats(CellBias!), factors, accumulate: true);
    }
}
