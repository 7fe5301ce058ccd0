using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// One direction, forward. Each worker owns a range of units: it packs their weights once, and at every step computes their gates
/// for all rows and, while the sums are in the cache, their new state. A step ends at a barrier, as the next one's product reads
/// every unit's state. Where the sums are normalised there is another barrier in the middle, as a row's statistics are of every unit;
/// where an LSTM's c is, too, one more.
/// </summary>
internal sealed unsafe class DirectionForward<TIsa, TVector, TCell> : IDirection
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private const int SpareVectors = 20;

    private readonly RecurrentPass _pass;
    private readonly SpinBarrier _barrier;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _states;
    private readonly AlignedBuffer _zeros;
    private readonly StepNormalization<TIsa, TVector>? _normalization;
    private readonly NormalizedCell<TIsa, TVector>? _cell;

    public DirectionForward(RecurrentPass pass, int workers)
    {
        _pass = pass;
        _barrier = new SpinBarrier(workers);
        _weights = BufferPool.Rent((nint)UnitBlocks<TIsa, TVector>.Count(pass.Units) * TIsa.Lanes * TCell.Gates * pass.Units);
        _states = BufferPool.Rent(2 * (nint)pass.Rows * pass.Units);
        _zeros = BufferPool.Rent(TCell.Gates * pass.Units);
        new Span<float>(_zeros.Data, TCell.Gates * pass.Units).Clear();
        _normalization = pass.HiddenNormalization is null ? null : new(pass.HiddenNormalization, pass.Rows, pass.Units, TCell.Gates);
        _cell = pass.CellNormalization is null ? null : new(pass);
    }

    public void Run(int worker, int workers)
    {
        Prepare(worker, workers);
        _barrier.Wait();
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
    }

    /// <summary>A worker's part of a step, at which all must have done the one before.</summary>
    public void Step(int step, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        if (_normalization is null)
        {
            Step(step, first, blocks, WeightsFrom(first));
            return;
        }
        Sums(_normalization, step, first, blocks, WeightsFrom(first));
        _barrier.Wait();
        Normalized(_normalization, step, first, blocks);
        if (_cell is null)
            return;
        _barrier.Wait();
        _cell.Show(step, first, blocks, PackedState(step + 1));
    }

    /// <summary>The state before a step, packed as a left factor; after the last step, with its number, the final one.</summary>
    public float* PackedState(int step) => _states.Data + (nint)(step % 2) * _pass.Rows * _pass.Units;

    public void Dispose()
    {
        BufferPool.Return(_weights);
        BufferPool.Return(_states);
        BufferPool.Return(_zeros);
        _normalization?.Dispose();
        _cell?.Dispose();
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

    private void Step(int step, int first, int blocks, float* weights)
    {
        var units = _pass.Units;
        var group = TCell.GroupBlocks;
        // Sums of a group, the new states of a block of rows, and a place for units that do not fill a vector.
        var sums = ThreadScratch.OfThisThread.Tile((nint)TIsa.TileRows * TIsa.Lanes * (TCell.Gates * group + 1) + SpareVectors * TIsa.Lanes);
        var fresh = sums + (nint)TIsa.TileRows * TIsa.Lanes * TCell.Gates * group;
        var spare = fresh + (nint)TIsa.TileRows * TIsa.Lanes;
        var before = PackedState(step);
        for (var block = first; block < first + blocks; block += group)
        {
            var count = Math.Min(group, first + blocks - block);
            var columns = count * TCell.Gates * TIsa.Lanes;
            for (var row = 0; row < _pass.Rows;)
            {
                var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
                PackedPanels<TIsa, TVector>.Multiply(
                    rows, columns, units, before + (nint)row * units, units, 0, weights, sums, columns, accumulate: false, edge: null);
                for (var i = 0; i < count; i++)
                    Units(step, block + i, row, rows, sums + i * TCell.Gates * TIsa.Lanes, columns, fresh, spare);
                row += rows;
            }
            weights += (nint)columns * units;
        }
    }

    // W_hh·h of all rows, and of each row what its statistics are made of.
    private void Sums(StepNormalization<TIsa, TVector> normalization, int step, int first, int blocks, float* weights)
    {
        PackedPanels<TIsa, TVector>.Multiply(
            _pass.Rows, blocks * TCell.Gates * TIsa.Lanes, _pass.Units, PackedState(step), _pass.Units, 0, weights,
            normalization.Values(0, first), normalization.Stride, accumulate: false, edge: null);
        for (var row = 0; row < _pass.Rows; row++)
        {
            for (var block = first; block < first + blocks; block++)
                normalization.Take(row, block);
        }
    }

    private void Normalized(StepNormalization<TIsa, TVector> normalization, int step, int first, int blocks)
    {
        var tile = (nint)TIsa.TileRows * TIsa.Lanes;
        var fresh = ThreadScratch.OfThisThread.Tile(tile + SpareVectors * TIsa.Lanes);
        var statistics = stackalloc (float Mean, float Scale)[TIsa.TileRows];
        for (var row = 0; row < _pass.Rows;)
        {
            var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
            for (var r = 0; r < rows; r++)
                statistics[r] = normalization.Statistics(row + r);
            for (var block = first; block < first + blocks; block++)
            {
                for (var r = 0; r < rows; r++)
                    normalization.Forward(row + r, block, (nint)_pass.Time(step) * _pass.Rows + row + r, statistics[r].Mean, statistics[r].Scale);
                Units(step, block, row, rows, normalization.Values(row, block), normalization.Stride, fresh, fresh + tile);
                for (var r = 0; r < rows; r++)
                    _cell?.Take(step, row + r, block);
            }
            row += rows;
        }
    }

    // From the sums of a block of units and a block of rows to their new states.
    private void Units(int step, int block, int row, int rows, float* sums, nint stride, float* fresh, float* spare)
    {
        var unit = block * TIsa.Lanes;
        var real = Math.Min(TIsa.Lanes, _pass.Units - unit);
        for (var r = 0; r < rows; r++)
            Unit(step, row + r, unit, real, sums + r * stride, fresh + r * TIsa.Lanes, spare);
        if (_cell is null)
            Packing<TIsa, TVector>.LeftBlock(rows, real, fresh, TIsa.Lanes, PackedState(step + 1) + (nint)row * _pass.Units + (nint)unit * rows);
    }

    private void Unit(int step, int row, int unit, int real, float* sums, float* packed, float* spare)
    {
        var (rows, units) = (_pass.Rows, _pass.Units);
        var at = (nint)_pass.Time(step) * rows + row;
        var previous = (nint)_pass.Time(step - 1) * rows + row;
        var place = new ForwardPlace
        {
            Sums = sums,
            Input = _pass.InputGates + (_pass.Symbols == null ? at : (nint)_pass.Symbols[at]) * TCell.Gates * units + unit,
            InputBias = (_pass.InputBias == null ? _zeros.Data : _pass.InputBias) + unit,
            Bias = _pass.HiddenBias + unit,
            GateStride = units,
            PreviousHidden = (step > 0 ? _pass.Hidden + previous * _pass.HiddenStride
                : _pass.InitialHidden == null ? _zeros.Data : _pass.InitialHidden + (nint)row * units) + unit,
            PreviousCell = (step > 0 ? _pass.Cell + previous * units
                : _pass.InitialCell == null ? _zeros.Data : _pass.InitialCell + (nint)row * units) + unit,
            Keep = _pass.Keep == null ? 1 : _pass.Keep[at],
            IsShownLater = _cell is not null,
            Hidden = _pass.Hidden + at * _pass.HiddenStride + unit,
            Candidate = _pass.Candidate + at * units + unit,
            Cell = _pass.Cell + at * units + unit,
            Saved = _pass.Saved == null ? null : _pass.Saved + at * TCell.Gates * units + unit,
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
