using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// Normalises one step's sums W_hh·h, or an LSTM's c, where each worker has the numbers of its own units only. It leaves a row's mean and squared
/// deviations, or gradients, of every block of units; once all have met it puts those of all blocks together, in the same order whoever
/// computed them. Where statistics were noted earlier nobody needs to meet.
/// </summary>
internal sealed unsafe class StepNormalization<TIsa, TVector> : IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    private readonly SumsNormalization _where;
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _ofBlocks;
    private readonly AlignedBuffer _gains;
    private readonly AlignedBuffer _real;
    private readonly int _rows;
    private readonly int _units;
    private readonly int _gates;
    private readonly int _blocks;

    public StepNormalization(SumsNormalization where, int rows, int units, int gates)
    {
        (_where, _rows, _units, _gates) = (where, rows, units, gates);
        _blocks = UnitBlocks<TIsa, TVector>.Count(_units);
        _values = BufferPool.Rent(_rows * Stride);
        _ofBlocks = BufferPool.Rent(2 * (nint)_rows * _blocks);
        // Gains in the order of the values, and ones for the units that there are; zeros where a block is not full.
        _gains = BufferPool.Rent(Stride);
        _real = BufferPool.Rent((nint)_blocks * TIsa.Lanes);
        new Span<float>(_gains.Data, (int)Stride).Clear();
        new Span<float>(_real.Data, _blocks * TIsa.Lanes).Clear();
        new Span<float>(_real.Data, _units).Fill(1);
        for (var block = 0; block < _blocks; block++)
        {
            for (var gate = 0; gate < gates; gate++)
                UnitBlocks<TIsa, TVector>.Copy(_where.Gains + Place(0, block, gate), Gain(block, gate), Real(block));
        }
    }

    /// <summary>
    /// From one row of values to the next: a vector more than they have, as rows that lie a multiple of 4,096 bytes apart would push one
    /// another out of the first-level cache.
    /// </summary>
    public nint Stride => ((nint)_blocks * _gates + 1) * TIsa.Lanes;

    /// <summary>A row's values of a block, gate g at g·lanes: sums that become γ ⊙ x̂, or gradients of these.</summary>
    public float* Values(int row, int block) => _values.Data + row * Stride + (nint)block * _gates * TIsa.Lanes;

    /// <summary>Takes the sums of a block.</summary>
    public void Take(int row, int block)
    {
        var values = Values(row, block);
        var sum = TIsa.Zero;
        for (var gate = 0; gate < _gates; gate++)
            sum = TIsa.Add(sum, TIsa.Load(values + gate * TIsa.Lanes));
        var mean = TIsa.Sum(sum) / (_gates * Real(block));
        var (center, real, squares) = (TIsa.Splat(mean), TIsa.Load(_real.Data + block * TIsa.Lanes), TIsa.Zero);
        for (var gate = 0; gate < _gates; gate++)
        {
            var deviation = TIsa.Multiply(TIsa.Subtract(TIsa.Load(values + gate * TIsa.Lanes), center), real);
            squares = TIsa.MultiplyAdd(deviation, deviation, squares);
        }
        Put(row, block, mean, TIsa.Sum(squares));
    }

    /// <summary>A row's mean and s, once all sums have been taken.</summary>
    public (float Mean, float Scale) Statistics(int row)
    {
        double sum = 0, squares = 0;
        for (var block = 0; block < _blocks; block++)
            sum += (double)Real(block) * OfBlock(row, block)[0];
        var mean = sum / _units;
        for (var block = 0; block < _blocks; block++)
        {
            var ofBlock = OfBlock(row, block);
            squares += ofBlock[1] + _gates * Real(block) * (ofBlock[0] - mean) * (ofBlock[0] - mean);
        }
        return ((float)mean, NormalizedRow.Scale(squares, _gates * _units));
    }

    /// <summary>Notes a row's statistics for the way back; one worker's work.</summary>
    /// <param name="at">The row's place in arrays over the sequence.</param>
    /// <param name="statistics">Its mean and s.</param>
    public void Note(nint at, (float Mean, float Scale) statistics)
    {
        if (_where.Means != null)
            _where.Means[at] = statistics.Mean;
        if (_where.Scales != null)
            _where.Scales[at] = statistics.Scale;
    }

    /// <summary>A row's mean and s that were noted earlier.</summary>
    /// <param name="at">The row's place in arrays over the sequence.</param>
    public (float Mean, float Scale) Noted(nint at) => (_where.Means[at], _where.Scales[at]);

    /// <summary>Turns the sums of a block into γ ⊙ x̂.</summary>
    /// <param name="values">A row's sums of the block, gate g at g·lanes.</param>
    /// <param name="block">The block.</param>
    /// <param name="at">The row's place in arrays over the sequence.</param>
    /// <param name="statistics">The row's mean and s.</param>
    public void Forward(float* values, int block, nint at, (float Mean, float Scale) statistics)
    {
        var (center, factor) = (TIsa.Splat(statistics.Mean), TIsa.Splat(statistics.Scale));
        for (var gate = 0; gate < _gates; gate++)
        {
            var value = values + gate * TIsa.Lanes;
            var normalized = TIsa.Multiply(TIsa.Subtract(TIsa.Load(value), center), factor);
            if (_where.Normalized != null)
                UnitBlocks<TIsa, TVector>.Store(normalized, _where.Normalized + Place(at, block, gate), Real(block));
            TIsa.Store(TIsa.Multiply(normalized, TIsa.Load(Gain(block, gate))), value);
        }
    }

    /// <summary>Takes the gradients of γ ⊙ x̂ of a block.</summary>
    /// <param name="row">The row.</param>
    /// <param name="block">The block.</param>
    /// <param name="at">The row's place in arrays over the sequence.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="stride">From one gate's to the next.</param>
    public void TakeGradients(int row, int block, nint at, float* gradients, nint stride)
    {
        var (sum, along) = (TIsa.Zero, TIsa.Zero);
        for (var gate = 0; gate < _gates; gate++)
        {
            var value = TIsa.Multiply(TIsa.Load(gradients + gate * stride), TIsa.Load(Gain(block, gate)));
            TIsa.Store(value, Values(row, block) + gate * TIsa.Lanes);
            sum = TIsa.Add(sum, value);
            along = TIsa.MultiplyAdd(value, UnitBlocks<TIsa, TVector>.Load(_where.Normalized + Place(at, block, gate), Real(block)), along);
        }
        Put(row, block, TIsa.Sum(sum), TIsa.Sum(along));
    }

    /// <summary>A row's means of γ ⊙ g and of γ ⊙ g ⊙ x̂, once all gradients g have been taken.</summary>
    public (float Mean, float Slope) GradientStatistics(int row)
    {
        double sum = 0, along = 0;
        for (var block = 0; block < _blocks; block++)
        {
            sum += OfBlock(row, block)[0];
            along += OfBlock(row, block)[1];
        }
        return ((float)(sum / (_gates * _units)), (float)(along / (_gates * _units)));
    }

    /// <summary>From the gradients of a block that were taken to those of the sums.</summary>
    /// <param name="row">The row.</param>
    /// <param name="block">The block.</param>
    /// <param name="at">The row's place in arrays over the sequence.</param>
    /// <param name="mean">The row's mean of γ ⊙ g.</param>
    /// <param name="slope">The row's mean of γ ⊙ g ⊙ x̂.</param>
    /// <param name="target">Receives them; they may take the place of what was taken.</param>
    /// <param name="stride">From one gate's to the next.</param>
    public void Backward(int row, int block, nint at, float mean, float slope, float* target, nint stride)
    {
        var (center, along, factor) = (TIsa.Splat(mean), TIsa.Splat(slope), TIsa.Splat(_where.Scales[at]));
        for (var gate = 0; gate < _gates; gate++)
        {
            var gradient = TIsa.Subtract(TIsa.Load(Values(row, block) + gate * TIsa.Lanes), center);
            gradient = TIsa.SubtractProduct(UnitBlocks<TIsa, TVector>.Load(_where.Normalized + Place(at, block, gate), Real(block)), along, gradient);
            gradient = TIsa.Multiply(gradient, factor);
            TIsa.Store(gradient, target + gate * stride);
            if (_where.SumGradient != null)
                UnitBlocks<TIsa, TVector>.Store(gradient, _where.SumGradient + Place(at, block, gate), Real(block));
        }
    }

    public void Dispose()
    {
        BufferPool.Return(_values);
        BufferPool.Return(_ofBlocks);
        BufferPool.Return(_gains);
        BufferPool.Return(_real);
    }

    private int Real(int block) => Math.Min(TIsa.Lanes, _units - block * TIsa.Lanes);

    private float* Gain(int block, int gate) => _gains.Data + ((nint)block * _gates + gate) * TIsa.Lanes;

    // In arrays of G·H numbers a row.
    private nint Place(nint row, int block, int gate) => (row * _gates + gate) * _units + block * TIsa.Lanes;

    private float* OfBlock(int row, int block) => _ofBlocks.Data + 2 * ((nint)block * _rows + row);

    private void Put(int row, int block, float first, float second)
    {
        var ofBlock = OfBlock(row, block);
        ofBlock[0] = first;
        ofBlock[1] = second;
    }
}
