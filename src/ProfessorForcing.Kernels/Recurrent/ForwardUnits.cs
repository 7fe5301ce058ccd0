using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>A cell's arithmetic at its place in the arrays of a pass forward: from one row's sums W_hh·h of some blocks of units to their new state.</summary>
internal sealed unsafe class ForwardUnits<TIsa, TVector, TCell> : IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    /// <summary>The most blocks at a time: their sums, of a block of rows, stay in the first-level cache with the states that are multiplied.</summary>
    public const int MostBlocks = 6;

    /// <summary>Vectors of <c>spare</c> space.</summary>
    public const int SpareVectors = PartialVectors + MostBlocks;

    // For units that do not fill a vector.
    private const int PartialVectors = 20;

    private readonly RecurrentPass _pass;
    private readonly AlignedBuffer _zeros;

    public ForwardUnits(RecurrentPass pass)
    {
        _pass = pass;
        _zeros = BufferPool.Rent(TCell.Gates * pass.Units);
        new Span<float>(_zeros.Data, TCell.Gates * pass.Units).Clear();
    }

    /// <summary>A row of h before a step.</summary>
    public float* HiddenBefore(int step, int row) => step > 0
        ? _pass.Hidden + ((nint)_pass.Time(step - 1) * _pass.Rows + row) * _pass.HiddenStride
        : _pass.InitialHidden == null ? _zeros.Data : _pass.InitialHidden + (nint)row * _pass.Units;

    /// <summary>A row's step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="row">The row.</param>
    /// <param name="unit">The first of the units.</param>
    /// <param name="real">How many there are.</param>
    /// <param name="sums">W_hh·h, block by block, gate g at g·lanes.</param>
    /// <param name="packed">Receives the new h once more, unless it is known or shown later.</param>
    /// <param name="spare">Space.</param>
    public void Run(int step, int row, int unit, int real, float* sums, float* packed, float* spare)
    {
        var (rows, units) = (_pass.Rows, _pass.Units);
        var at = (nint)_pass.Time(step) * rows + row;
        var previous = (nint)_pass.Time(step - 1) * rows + row;
        var input = _pass.Symbols != null ? (nint)_pass.Symbols[at] : _pass.InputGatesOfOneStep ? row : at;
        var saved = _pass.Saved == null ? null : _pass.Saved + at * TCell.Gates * units + unit;
        // For what nobody wants.
        var unused = spare + PartialVectors * TIsa.Lanes;
        var place = new ForwardPlace
        {
            Sums = sums,
            Input = _pass.InputGates + input * TCell.Gates * units + unit,
            InputBias = (_pass.InputBias == null ? _zeros.Data : _pass.InputBias) + unit,
            Bias = _pass.HiddenBias + unit,
            GateStride = units,
            PreviousHidden = HiddenBefore(step, row) + unit,
            PreviousCell = (step > 0 ? _pass.Cell + previous * units
                : _pass.InitialCell == null ? _zeros.Data : _pass.InitialCell + (nint)row * units) + unit,
            Keep = _pass.Keep == null ? 1 : _pass.Keep[at],
            IsShownLater = _pass.CellNormalization is not null,
            Hidden = _pass.StatesAreKnown ? unused : _pass.Hidden + at * _pass.HiddenStride + unit,
            Candidate = _pass.Candidate != null ? _pass.Candidate + at * units + unit
                : TCell.HasCell && saved != null ? saved + 3 * units : unused,
            Cell = _pass.StatesAreKnown ? unused : _pass.Cell + at * units + unit,
            Saved = saved,
            Packed = packed,
        };
        var whole = real / TIsa.Lanes;
        TCell.Forward(place, whole);
        if (real > whole * TIsa.Lanes)
            Partial(place.From(whole * TIsa.Lanes, TCell.Gates), real - whole * TIsa.Lanes, spare);
    }

    public void Dispose() => BufferPool.Return(_zeros);

    // Units that do not fill a vector: in a place of their own, then copied.
    private static void Partial(in ForwardPlace place, int real, float* spare)
    {
        var lanes = TIsa.Lanes;
        var own = place with
        {
            Input = spare,
            InputBias = spare + 4 * lanes,
            Bias = spare + 8 * lanes,
            GateStride = lanes,
            PreviousHidden = spare + 12 * lanes,
            PreviousCell = spare + 13 * lanes,
            Hidden = spare + 14 * lanes,
            Candidate = spare + 15 * lanes,
            Cell = spare + 16 * lanes,
            Saved = place.Saved == null ? null : spare + 17 * lanes,
        };
        new Span<float>(spare, PartialVectors * lanes).Clear();
        for (var gate = 0; gate < TCell.Gates; gate++)
        {
            UnitBlocks<TIsa, TVector>.Copy(place.Input + gate * place.GateStride, own.Input + gate * lanes, real);
            UnitBlocks<TIsa, TVector>.Copy(place.InputBias + gate * place.GateStride, own.InputBias + gate * lanes, real);
            UnitBlocks<TIsa, TVector>.Copy(place.Bias + gate * place.GateStride, own.Bias + gate * lanes, real);
        }
        UnitBlocks<TIsa, TVector>.Copy(place.PreviousHidden, own.PreviousHidden, real);
        if (TCell.HasCell)
            UnitBlocks<TIsa, TVector>.Copy(place.PreviousCell, own.PreviousCell, real);
        TCell.Forward(own, 1);
        UnitBlocks<TIsa, TVector>.Copy(own.Hidden, place.Hidden, real);
        UnitBlocks<TIsa, TVector>.Copy(own.Candidate, place.Candidate, real);
        if (TCell.HasCell)
            UnitBlocks<TIsa, TVector>.Copy(own.Cell, place.Cell, real);
        for (var gate = 0; gate < 3 && place.Saved != null; gate++)
            UnitBlocks<TIsa, TVector>.Copy(own.Saved + gate * lanes, place.Saved + gate * place.GateStride, real);
    }
}
