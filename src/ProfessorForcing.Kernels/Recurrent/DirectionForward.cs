using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// One direction, forward. Each worker owns a range of units: it packs their weights once, and at every step computes their gates
/// for all rows and, while the sums are in the cache, their new state. A step ends at a barrier, as the next one's product reads
/// every unit's state. Where all states are known nobody waits.
/// </summary>
internal sealed unsafe class DirectionForward<TIsa, TVector, TCell> : IDirection
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private const int SpareVectors = 21;

    private readonly RecurrentPass _pass;
    private readonly SpinBarrier _barrier;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _states;
    private readonly AlignedBuffer _zeros;

    public DirectionForward(RecurrentPass pass, int workers)
    {
        _pass = pass;
        _barrier = new SpinBarrier(workers);
        _weights = BufferPool.Rent((nint)UnitBlocks<TIsa, TVector>.Count(pass.Units) * TIsa.Lanes * TCell.Gates * pass.Units);
        _states = BufferPool.Rent((pass.StatesAreKnown ? pass.Steps : 2) * (nint)pass.Rows * pass.Units);
        _zeros = BufferPool.Rent(TCell.Gates * pass.Units);
        new Span<float>(_zeros.Data, TCell.Gates * pass.Units).Clear();
    }

    public void Run(int worker, int workers)
    {
        Prepare(worker, workers);
        _barrier.Wait();
        if (_pass.StatesAreKnown)
        {
            Steps(0, _pass.Steps, worker, workers);
            return;
        }
        for (var step = 0; step < _pass.Steps; step++)
        {
            Step(step, worker, workers);
            if (step + 1 < _pass.Steps)
                _barrier.Wait();
        }
    }

    /// <summary>What a worker does before the first step, at which all must have done it.</summary>
    public void Prepare(int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        UnitBlocks<TIsa, TVector>.PackGates(TCell.Gates, first, blocks, _pass, WeightsFrom(first));
        if (worker == 0)
            PackInitialState();
        for (var step = 1 + worker; step < _pass.Steps && _pass.StatesAreKnown; step += workers)
            Packing<TIsa, TVector>.Left(_pass.Rows, _pass.Units, HiddenBefore(step, 0), _pass.HiddenStride, PackedState(step));
    }

    /// <summary>A worker's part of a step, at which all must have done the one before.</summary>
    public void Step(int step, int worker, int workers) => Steps(step, 1, worker, workers);

    /// <summary>The state before a step, packed as a left factor; after the last step, with its number, the final one.</summary>
    public float* PackedState(int step) => _states.Data + (nint)(_pass.StatesAreKnown ? step : step % 2) * _pass.Rows * _pass.Units;

    public void Dispose()
    {
        BufferPool.Return(_weights);
        BufferPool.Return(_states);
        BufferPool.Return(_zeros);
    }

    private (int First, int Blocks) Share(int worker, int workers) =>
        TeamShare.Of(UnitBlocks<TIsa, TVector>.Count(_pass.Units), worker, workers, 1);

    private float* WeightsFrom(int block) => _weights.Data + (nint)block * TIsa.Lanes * TCell.Gates * _pass.Units;

    private void PackInitialState()
    {
        if (_pass.InitialHidden == null)
            new Span<float>(PackedState(0), _pass.Rows * _pass.Units).Clear();
        else
            Packing<TIsa, TVector>.Left(_pass.Rows, _pass.Units, _pass.InitialHidden, _pass.Units, PackedState(0));
    }

    private float* HiddenBefore(int step, int row) => step > 0
        ? _pass.Hidden + ((nint)_pass.Time(step - 1) * _pass.Rows + row) * _pass.HiddenStride
        : _pass.InitialHidden == null ? _zeros.Data : _pass.InitialHidden + (nint)row * _pass.Units;

    private void Steps(int from, int steps, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        var units = _pass.Units;
        var weights = WeightsFrom(first);
        var group = TCell.GroupBlocks;
        // Sums of a group, the new states of a block of rows, and a place for units that do not fill a vector.
        var sums = ThreadScratch.OfThisThread.Tile((nint)TIsa.TileRows * TIsa.Lanes * (TCell.Gates * group + 1) + SpareVectors * TIsa.Lanes);
        var fresh = sums + (nint)TIsa.TileRows * TIsa.Lanes * TCell.Gates * group;
        var spare = fresh + (nint)TIsa.TileRows * TIsa.Lanes;
        for (var block = first; block < first + blocks; block += group)
        {
            var count = Math.Min(group, first + blocks - block);
            var columns = count * TCell.Gates * TIsa.Lanes;
            for (var step = from; step < from + steps; step++)
            {
                for (var row = 0; row < _pass.Rows; row += Packing<TIsa, TVector>.BlockRows(_pass.Rows - row))
                    Tile(step, row, block, count, weights, sums, fresh, spare);
            }
            weights += (nint)columns * units;
        }
    }

    // A block of rows at a step, a group of blocks of units.
    private void Tile(int step, int row, int block, int count, float* weights, float* sums, float* fresh, float* spare)
    {
        var (units, columns) = (_pass.Units, count * TCell.Gates * TIsa.Lanes);
        var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
        PackedPanels<TIsa, TVector>.Multiply(
            rows, columns, units, PackedState(step) + (nint)row * units, units, 0, weights, sums, columns, accumulate: false, edge: null);
        for (var i = 0; i < count; i++)
        {
            var unit = (block + i) * TIsa.Lanes;
            var real = Math.Min(TIsa.Lanes, units - unit);
            for (var r = 0; r < rows; r++)
                Unit(step, row + r, unit, real, sums + r * columns + i * TCell.Gates * TIsa.Lanes, fresh + r * TIsa.Lanes, spare);
            if (!_pass.StatesAreKnown)
                Packing<TIsa, TVector>.LeftBlock(rows, real, fresh, TIsa.Lanes, PackedState(step + 1) + (nint)row * units + (nint)unit * rows);
        }
    }

    private void Unit(int step, int row, int unit, int real, float* sums, float* packed, float* spare)
    {
        var (rows, units) = (_pass.Rows, _pass.Units);
        var at = (nint)_pass.Time(step) * rows + row;
        var previous = (nint)_pass.Time(step - 1) * rows + row;
        var input = _pass.Symbols != null ? (nint)_pass.Symbols[at] : _pass.InputGatesOfOneStep ? row : at;
        var saved = _pass.Saved == null ? null : _pass.Saved + at * TCell.Gates * units + unit;
        // For what nobody wants.
        var unused = spare + (SpareVectors - 1) * TIsa.Lanes;
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
            Hidden = _pass.StatesAreKnown ? unused : _pass.Hidden + at * _pass.HiddenStride + unit,
            Candidate = _pass.Candidate != null ? _pass.Candidate + at * units + unit
                : TCell.HasCell && saved != null ? saved + 3 * units : unused,
            Cell = _pass.StatesAreKnown ? unused : _pass.Cell + at * units + unit,
            Saved = saved,
            Packed = packed,
        };
        if (real == TIsa.Lanes)
            TCell.Forward(place);
        else
            Partial(place, real, spare);
    }

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
        new Span<float>(spare, SpareVectors * lanes).Clear();
        for (var gate = 0; gate < TCell.Gates; gate++)
        {
            UnitBlocks<TIsa, TVector>.Copy(place.Input + gate * place.GateStride, own.Input + gate * lanes, real);
            UnitBlocks<TIsa, TVector>.Copy(place.InputBias + gate * place.GateStride, own.InputBias + gate * lanes, real);
            UnitBlocks<TIsa, TVector>.Copy(place.Bias + gate * place.GateStride, own.Bias + gate * lanes, real);
        }
        UnitBlocks<TIsa, TVector>.Copy(place.PreviousHidden, own.PreviousHidden, real);
        if (TCell.HasCell)
            UnitBlocks<TIsa, TVector>.Copy(place.PreviousCell, own.PreviousCell, real);
        TCell.Forward(own);
        UnitBlocks<TIsa, TVector>.Copy(own.Hidden, place.Hidden, real);
        UnitBlocks<TIsa, TVector>.Copy(own.Candidate, place.Candidate, real);
        if (TCell.HasCell)
            UnitBlocks<TIsa, TVector>.Copy(own.Cell, place.Cell, real);
        for (var gate = 0; gate < 3 && place.Saved != null; gate++)
            UnitBlocks<TIsa, TVector>.Copy(own.Saved + gate * lanes, place.Saved + gate * place.GateStride, real);
    }
}
