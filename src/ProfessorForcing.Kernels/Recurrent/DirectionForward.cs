using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// One direction, forward. Each worker owns a range of units: it packs their weights once, and at every step computes their gates
/// for all rows and, while the sums are in the cache, their new state. A step ends at a barrier, as the next one's product reads
/// every unit's state. Where the sums are normalised there is another barrier in the middle, as a row's statistics are of every unit;
/// where an LSTM's c is, too, one more. Where all states, and so the statistics, are known nobody waits.
/// </summary>
internal sealed unsafe class DirectionForward<TIsa, TVector, TCell> : IDirection
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private readonly RecurrentPass _pass;
    private readonly SpinBarrier _barrier;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _states;
    private readonly ForwardUnits<TIsa, TVector, TCell> _units;
    private readonly StepNormalization<TIsa, TVector>? _normalization;
    private readonly NormalizedCell<TIsa, TVector>? _cell;

    public DirectionForward(RecurrentPass pass, int workers)
    {
        _pass = pass;
        _barrier = new SpinBarrier(workers);
        _weights = BufferPool.Rent((nint)UnitBlocks<TIsa, TVector>.Count(pass.Units) * TIsa.Lanes * TCell.Gates * pass.Units);
        _states = BufferPool.Rent((pass.StatesAreKnown ? pass.Steps : 2) * (nint)pass.Rows * pass.Units);
        _units = new(pass);
        _normalization = pass.HiddenNormalization is null ? null : new(pass.HiddenNormalization, pass.Rows, pass.Units, TCell.Gates);
        _cell = pass.CellNormalization is null ? null : new(pass);
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
            for (var phase = 0; phase < Phases; phase++)
            {
                Phase(phase, step, worker, workers);
                if (step + 1 < _pass.Steps || phase + 1 < Phases)
                    _barrier.Wait();
            }
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
            Packing<TIsa, TVector>.Left(_pass.Rows, _pass.Units, _units.HiddenBefore(step, 0), _pass.HiddenStride, PackedState(step));
    }

    /// <summary>In how many parts a step is done.</summary>
    public int Phases => _normalization is null ? 1 : _cell is null ? 2 : 3;

    /// <summary>A worker's share of a part of a step whose state is not known, at which all must have done the one before.</summary>
    public void Phase(int phase, int step, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        if (_normalization is null)
            Steps(step, 1, worker, workers);
        else if (phase == 0)
            Sums(_normalization, step, first, blocks);
        else if (phase == 1)
            Normalized(_normalization, step, first, blocks);
        else
            _cell!.Show(step, first, blocks, PackedState(step + 1));
    }

    /// <summary>The state before a step, packed as a left factor; after the last step, with its number, the final one.</summary>
    public float* PackedState(int step) => _states.Data + (nint)(_pass.StatesAreKnown ? step : step % 2) * _pass.Rows * _pass.Units;

    public void Dispose()
    {
        BufferPool.Return(_weights);
        BufferPool.Return(_states);
        _units.Dispose();
        _normalization?.Dispose();
        _cell?.Dispose();
    }

    private (int First, int Blocks) Share(int worker, int workers) =>
        UnitBlocks<TIsa, TVector>.Share(_pass.Units, worker, workers);

    private float* WeightsFrom(int block) => _weights.Data + (nint)block * TIsa.Lanes * TCell.Gates * _pass.Units;

    private nint At(int step, int row) => (nint)_pass.Time(step) * _pass.Rows + row;

    private void PackInitialState()
    {
        if (_pass.InitialHidden == null)
            new Span<float>(PackedState(0), _pass.Rows * _pass.Units).Clear();
        else
            Packing<TIsa, TVector>.Left(_pass.Rows, _pass.Units, _pass.InitialHidden, _pass.Units, PackedState(0));
    }

    // Steps from sums to states at one go.
    private void Steps(int from, int steps, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        var weights = WeightsFrom(first);
        // The most blocks at a time that fill whole panels.
        var group = ForwardUnits<TIsa, TVector, TCell>.MostBlocks / TCell.GroupBlocks * TCell.GroupBlocks;
        // Their sums, the new states of a block of rows, and space besides.
        var tile = (nint)TIsa.TileRows * TIsa.Lanes;
        var sums = ThreadScratch.OfThisThread.Tile(tile * group * (TCell.Gates + 1) + ForwardUnits<TIsa, TVector, TCell>.SpareVectors * TIsa.Lanes);
        var fresh = sums + tile * TCell.Gates * group;
        for (var block = first; block < first + blocks; block += group)
        {
            var count = Math.Min(group, first + blocks - block);
            for (var step = from; step < from + steps; step++)
            {
                for (var row = 0; row < _pass.Rows; row += Packing<TIsa, TVector>.BlockRows(_pass.Rows - row))
                    Tile(step, row, block, count, weights, sums, fresh);
            }
            weights += (nint)count * TCell.Gates * TIsa.Lanes * _pass.Units;
        }
    }

    // A block of rows at a step, some blocks of units.
    private void Tile(int step, int row, int block, int count, float* weights, float* sums, float* fresh)
    {
        var (units, columns) = (_pass.Units, count * TCell.Gates * TIsa.Lanes);
        var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
        PackedPanels<TIsa, TVector>.Multiply(
            rows, columns, units, PackedState(step) + (nint)row * units, units, 0, weights, sums, columns, accumulate: false, edge: null);
        for (var r = 0; r < rows && _normalization is not null; r++)
        {
            var noted = _normalization.Noted(At(step, row + r));
            for (var i = 0; i < count; i++)
                _normalization.Forward(sums + r * columns + i * TCell.Gates * TIsa.Lanes, block + i, At(step, row + r), noted);
        }
        States(step, block, count, row, rows, sums, columns, fresh);
        for (var r = 0; r < rows && _cell is not null; r++)
        {
            for (var i = 0; i < count; i++)
                _cell.Again(step, row + r, block + i);
        }
    }

    // W_hh·h of all rows, and of each row what its statistics are made of.
    private void Sums(StepNormalization<TIsa, TVector> normalization, int step, int first, int blocks)
    {
        PackedPanels<TIsa, TVector>.Multiply(
            _pass.Rows, blocks * TCell.Gates * TIsa.Lanes, _pass.Units, PackedState(step), _pass.Units, 0, WeightsFrom(first),
            normalization.Values(0, first), normalization.Stride, accumulate: false, edge: null);
        for (var row = 0; row < _pass.Rows; row++)
        {
            for (var block = first; block < first + blocks; block++)
                normalization.Take(row, block);
        }
    }

    private void Normalized(StepNormalization<TIsa, TVector> normalization, int step, int first, int blocks)
    {
        const int Most = ForwardUnits<TIsa, TVector, TCell>.MostBlocks;
        var fresh = ThreadScratch.OfThisThread.Tile(((nint)TIsa.TileRows * Most + ForwardUnits<TIsa, TVector, TCell>.SpareVectors) * TIsa.Lanes);
        var statistics = stackalloc (float Mean, float Scale)[TIsa.TileRows];
        for (var row = 0; row < _pass.Rows;)
        {
            var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
            for (var r = 0; r < rows; r++)
            {
                statistics[r] = normalization.Statistics(row + r);
                if (first == 0)
                    normalization.Note(At(step, row + r), statistics[r]);
            }
            for (var block = first; block < first + blocks; block += Most)
            {
                var count = Math.Min(Most, first + blocks - block);
                for (var r = 0; r < rows; r++)
                {
                    for (var i = 0; i < count; i++)
                        normalization.Forward(normalization.Values(row + r, block + i), block + i, At(step, row + r), statistics[r]);
                }
                States(step, block, count, row, rows, normalization.Values(row, block), normalization.Stride, fresh);
                for (var r = 0; r < rows && _cell is not null; r++)
                {
                    for (var i = 0; i < count; i++)
                        _cell.Take(step, row + r, block + i);
                }
            }
            row += rows;
        }
    }

    // From the sums of some blocks of units and a block of rows to their new states.
    private void States(int step, int block, int count, int row, int rows, float* sums, nint stride, float* fresh)
    {
        var (unit, width) = (block * TIsa.Lanes, count * TIsa.Lanes);
        var real = Math.Min(width, _pass.Units - unit);
        var spare = fresh + (nint)TIsa.TileRows * width;
        for (var r = 0; r < rows; r++)
            _units.Run(step, row + r, unit, real, sums + r * stride, fresh + r * width, spare);
        if (!_pass.StatesAreKnown && _cell is null)
            Packing<TIsa, TVector>.LeftBlock(rows, real, fresh, width, PackedState(step + 1) + (nint)row * _pass.Units + (nint)unit * rows);
    }
}
