using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// One direction, backward: the gradient of every step's gates. Each worker owns a range of units; at a step it turns the gradient
/// of their states into that of their gates, and after a barrier multiplies all gates' gradients with its columns of W_hh. Where
/// W_hh·h is normalised there is another barrier between, as what comes out of a row depends on all of the row's gradients;
/// where an LSTM's c is, too, one more. The
/// gradients of the weights are products of whole sequences and follow outside.
/// </summary>
internal sealed unsafe class DirectionBackward<TIsa, TVector, TCell> : IDirection
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    // A panel of so many rows of W_hh fits the second-level cache beside what is multiplied with it.
    private const int BlockDepth = 1024;

    // Blocks of units whose gates are worked on at a time: those of a block of rows stay in the first-level cache.
    private const int MostBlocks = 8;

    private readonly RecurrentPass _pass;
    private readonly SpinBarrier _barrier;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _gates;
    private readonly AlignedBuffer _carry;
    private readonly AlignedBuffer _zeros;
    private readonly StepNormalization<TIsa, TVector>? _normalization;
    private readonly NormalizedCell<TIsa, TVector>? _cell;
    private readonly int _depth;
    private readonly int _stride;

    public DirectionBackward(RecurrentPass pass, int workers)
    {
        _pass = pass;
        _barrier = new SpinBarrier(workers);
        _depth = TCell.Gates * pass.Units;
        _stride = UnitBlocks<TIsa, TVector>.Count(pass.Units) * TIsa.Lanes;
        _weights = BufferPool.Rent((nint)_stride * _depth);
        _gates = BufferPool.Rent(2 * (nint)pass.Rows * _depth);
        _carry = BufferPool.Rent((TCell.HasCell ? 2 : 1) * (nint)pass.Rows * _stride);
        _zeros = BufferPool.Rent(pass.Units);
        new Span<float>(_zeros.Data, pass.Units).Clear();
        _normalization = pass.HiddenNormalization is null ? null : new(pass.HiddenNormalization, pass.Rows, pass.Units, TCell.Gates);
        _cell = pass.CellNormalization is null ? null : new(pass);
    }

    public void Run(int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        Start(worker, workers);
        for (var step = _pass.Steps - 1; step >= 0; step--)
        {
            if (_cell is not null)
            {
                _cell.TakeGradients(step, first, blocks, Carry(0, 0), _stride);
                _barrier.Wait();
                _cell.Backward(step, first, blocks);
            }
            Gates(step, worker, workers);
            if (_normalization is not null)
            {
                _barrier.Wait();
                Normalized(_normalization, step, first, blocks);
            }
            if (step == 0 && !WantsInitial)
                break;
            _barrier.Wait();
            Carry(step, worker, workers);
        }
        Finish(worker, workers);
    }

    /// <summary>Whether the initial state's gradient is wanted, and so the first step's <see cref="Carry(int, int, int)"/>.</summary>
    public bool WantsInitial => _pass.InitialHiddenGradient != null || _pass.InitialCellGradient != null;

    /// <summary>What a worker does before the last step.</summary>
    public void Start(int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        var (unit, columns) = UnitBlocks<TIsa, TVector>.Units(_pass.Units, first, blocks);
        for (var k = 0; k < _depth; k += BlockDepth)
            Packing<TIsa, TVector>.Right(Math.Min(BlockDepth, _depth - k), columns, _pass.HiddenWeight + (nint)k * _pass.Units + unit, _pass.Units, Weights(unit, k, blocks));
        StartCarry(unit, blocks * TIsa.Lanes, columns);
    }

    /// <summary>A worker's share of a step's gates; without normalisation that is the first half of the step.</summary>
    public void Gates(int step, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        GatesOf(step, first, blocks);
    }

    /// <summary>A worker's share of what goes from a step to the one before, once all have the step's gates.</summary>
    public void Carry(int step, int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        var unit = first * TIsa.Lanes;
        for (var k = 0; k < _depth; k += BlockDepth)
        {
            // The carry's rows are filled up to whole vectors, so the last panel has its place.
            PackedPanels<TIsa, TVector>.Multiply(
                _pass.Rows, blocks * TIsa.Lanes, Math.Min(BlockDepth, _depth - k), PackedGates(step), _depth, k,
                Weights(unit, k, blocks), Carry(0, unit), _stride, accumulate: true, edge: null);
        }
    }

    /// <summary>What a worker does after the first step.</summary>
    public void Finish(int worker, int workers)
    {
        var (first, blocks) = Share(worker, workers);
        var (unit, columns) = UnitBlocks<TIsa, TVector>.Units(_pass.Units, first, blocks);
        if (_pass.InitialHiddenGradient != null)
            Give(_carry.Data, _pass.InitialHiddenGradient, unit, columns);
        if (_pass.InitialCellGradient != null)
            Give(_carry.Data + (nint)_pass.Rows * _stride, _pass.InitialCellGradient, unit, columns);
    }

    public void Dispose()
    {
        BufferPool.Return(_weights);
        BufferPool.Return(_gates);
        BufferPool.Return(_carry);
        BufferPool.Return(_zeros);
        _normalization?.Dispose();
        _cell?.Dispose();
    }

    private (int First, int Blocks) Share(int worker, int workers) =>
        UnitBlocks<TIsa, TVector>.Share(_pass.Units, worker, workers);

    private float* Weights(int unit, int row, int blocks) => _weights.Data + (nint)unit * _depth + (nint)row * blocks * TIsa.Lanes;

    private float* PackedGates(int step) => _gates.Data + (nint)(step % 2) * _pass.Rows * _depth;

    private float* Carry(int row, int unit) => _carry.Data + (nint)row * _stride + unit;

    private float* CellCarry(int row, int unit) => Carry(_pass.Rows + row, unit);

    private void StartCarry(int unit, int count, int columns)
    {
        for (var row = 0; row < (TCell.HasCell ? 2 : 1) * _pass.Rows; row++)
            new Span<float>(Carry(row, unit), count).Clear();
        for (var row = 0; row < _pass.Rows && _pass.FinalHiddenGradient != null; row++)
            UnitBlocks<TIsa, TVector>.Copy(_pass.FinalHiddenGradient + (nint)row * _pass.Units + unit, Carry(row, unit), columns);
        for (var row = 0; row < _pass.Rows && _pass.FinalCellGradient != null; row++)
            UnitBlocks<TIsa, TVector>.Copy(_pass.FinalCellGradient + (nint)row * _pass.Units + unit, CellCarry(row, unit), columns);
    }

    private void Give(float* carry, float* target, int unit, int count)
    {
        for (var row = 0; row < _pass.Rows; row++)
            UnitBlocks<TIsa, TVector>.Copy(carry + (nint)row * _stride + unit, target + (nint)row * _pass.Units + unit, count);
    }

    private void GatesOf(int step, int first, int blocks)
    {
        var most = (nint)TIsa.TileRows * MostBlocks * TIsa.Lanes;
        var fresh = ThreadScratch.OfThisThread.Tile(most * TCell.Gates + 20 * TIsa.Lanes);
        var spare = fresh + most * TCell.Gates;
        for (var block = first; block < first + blocks; block += MostBlocks)
        {
            var count = Math.Min(MostBlocks, first + blocks - block);
            var (unit, width) = (block * TIsa.Lanes, count * TIsa.Lanes);
            var real = Math.Min(width, _pass.Units - unit);
            var gate = (nint)TIsa.TileRows * width;
            for (var row = 0; row < _pass.Rows;)
            {
                var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
                for (var r = 0; r < rows; r++)
                {
                    Units(step, row + r, unit, real, fresh + r * width, gate, spare);
                    for (var i = 0; i < count && _normalization is not null; i++)
                        _normalization.TakeGradients(row + r, block + i, (nint)_pass.Time(step) * _pass.Rows + row + r, fresh + r * width + i * TIsa.Lanes, gate);
                }
                if (_normalization is null)
                    Pack(step, row, rows, unit, real, fresh, gate, width);
                row += rows;
            }
        }
    }

    // The gradients of the sums, from those of the normalised ones.
    private void Normalized(StepNormalization<TIsa, TVector> normalization, int step, int first, int blocks)
    {
        var statistics = stackalloc (float Mean, float Slope)[TIsa.TileRows];
        var fresh = ThreadScratch.OfThisThread.Tile((nint)TIsa.TileRows * MostBlocks * TIsa.Lanes * TCell.Gates);
        for (var row = 0; row < _pass.Rows;)
        {
            var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
            for (var r = 0; r < rows; r++)
                statistics[r] = normalization.GradientStatistics(row + r);
            for (var block = first; block < first + blocks; block += MostBlocks)
            {
                var count = Math.Min(MostBlocks, first + blocks - block);
                var (unit, width) = (block * TIsa.Lanes, count * TIsa.Lanes);
                var gate = (nint)TIsa.TileRows * width;
                for (var r = 0; r < rows; r++)
                {
                    var at = (nint)_pass.Time(step) * _pass.Rows + row + r;
                    for (var i = 0; i < count; i++)
                        normalization.Backward(row + r, block + i, at, statistics[r].Mean, statistics[r].Slope, fresh + r * width + i * TIsa.Lanes, gate);
                }
                Pack(step, row, rows, unit, Math.Min(width, _pass.Units - unit), fresh, gate, width);
            }
            row += rows;
        }
    }

    // Packs gates' gradients of a block of rows and some units for the product with W_hh.
    private void Pack(int step, int row, int rows, int unit, int real, float* gradients, nint gateStride, nint rowStride)
    {
        var target = PackedGates(step) + (nint)row * _depth;
        for (var gate = 0; gate < TCell.Gates; gate++)
            Packing<TIsa, TVector>.LeftBlock(rows, real, gradients + gate * gateStride, rowStride, target + ((nint)gate * _pass.Units + unit) * rows);
    }

    private void Units(int step, int row, int unit, int real, float* packed, nint packedStride, float* spare)
    {
        var (rows, units) = (_pass.Rows, _pass.Units);
        var at = (nint)_pass.Time(step) * rows + row;
        var previous = (nint)_pass.Time(step - 1) * rows + row;
        var saved = _pass.Saved + at * TCell.Gates * units + unit;
        var place = new BackwardPlace
        {
            Saved = saved,
            GateStride = units,
            Candidate = _pass.Candidate == null ? saved + 3 * units : _pass.Candidate + at * units + unit,
            PreviousHidden = (step > 0 ? _pass.Hidden + previous * _pass.HiddenStride
                : _pass.InitialHidden == null ? _zeros.Data : _pass.InitialHidden + (nint)row * units) + unit,
            Cell = _pass.Cell + at * units + unit,
            PreviousCell = (step > 0 ? _pass.Cell + previous * units
                : _pass.InitialCell == null ? _zeros.Data : _pass.InitialCell + (nint)row * units) + unit,
            Keep = _pass.Keep == null ? 1 : _pass.Keep[at],
            HiddenGradient = _pass.HiddenGradient == null ? null : _pass.HiddenGradient + at * _pass.HiddenGradientStride + unit,
            CandidateGradient = _pass.CandidateGradient == null ? null : _pass.CandidateGradient + at * units + unit,
            CellGradient = _pass.CellGradient == null ? null : _pass.CellGradient + at * units + unit,
            ShownCellGradient = _cell is null ? null : _cell.ToCell(row, unit / TIsa.Lanes),
            ShownOutputGradient = _cell is null ? null : _cell.ToOutput(row, unit / TIsa.Lanes),
            Carry = Carry(row, unit),
            CellCarry = CellCarry(row, unit),
            GateGradient = _pass.GateGradient + at * TCell.Gates * units + unit,
            HiddenCandidateGradient = _pass.HiddenCandidateGradient + at * units + unit,
            Packed = packed,
            PackedStride = packedStride,
        };
        var whole = real / TIsa.Lanes;
        TCell.Backward(place, whole);
        if (real > whole * TIsa.Lanes)
            Partial(place.From(whole * TIsa.Lanes), real - whole * TIsa.Lanes, spare);
    }

    // Units that do not fill a vector: in a place of their own, then copied.
    private static void Partial(in BackwardPlace place, int real, float* spare)
    {
        var lanes = TIsa.Lanes;
        var own = place with
        {
            Saved = spare,
            GateStride = lanes,
            Candidate = spare + 3 * lanes,
            PreviousHidden = spare + 4 * lanes,
            Cell = spare + 5 * lanes,
            PreviousCell = spare + 6 * lanes,
            HiddenGradient = place.HiddenGradient == null ? null : spare + 7 * lanes,
            CandidateGradient = place.CandidateGradient == null ? null : spare + 8 * lanes,
            CellGradient = place.CellGradient == null ? null : spare + 9 * lanes,
            GateGradient = spare + 10 * lanes,
            HiddenCandidateGradient = spare + 14 * lanes,
        };
        new Span<float>(spare, 15 * lanes).Clear();
        for (var gate = 0; gate < 3; gate++)
            UnitBlocks<TIsa, TVector>.Copy(place.Saved + gate * place.GateStride, own.Saved + gate * lanes, real);
        UnitBlocks<TIsa, TVector>.Copy(place.Candidate, own.Candidate, real);
        UnitBlocks<TIsa, TVector>.Copy(place.PreviousHidden, own.PreviousHidden, real);
        if (TCell.HasCell)
        {
            UnitBlocks<TIsa, TVector>.Copy(place.Cell, own.Cell, real);
            UnitBlocks<TIsa, TVector>.Copy(place.PreviousCell, own.PreviousCell, real);
        }
        if (place.HiddenGradient != null)
            UnitBlocks<TIsa, TVector>.Copy(place.HiddenGradient, own.HiddenGradient, real);
        if (place.CandidateGradient != null)
            UnitBlocks<TIsa, TVector>.Copy(place.CandidateGradient, own.CandidateGradient, real);
        if (place.CellGradient != null)
            UnitBlocks<TIsa, TVector>.Copy(place.CellGradient, own.CellGradient, real);
        TCell.Backward(own, 1);
        for (var gate = 0; gate < TCell.Gates; gate++)
            UnitBlocks<TIsa, TVector>.Copy(own.GateGradient + gate * lanes, place.GateGradient + gate * place.GateStride, real);
        if (!TCell.HasCell)
            UnitBlocks<TIsa, TVector>.Copy(own.HiddenCandidateGradient, place.HiddenCandidateGradient, real);
    }
}
