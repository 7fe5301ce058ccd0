using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Outputs;

/// <summary>
/// A <see cref="SoftmaxPass"/> at work. Each worker has a range of symbols to itself: their logits, and the gradient of their weights.
/// What is sums over all symbols — log Σ exp, ∂L/∂h — is put together at the end, in the order of the workers.
/// </summary>
internal sealed unsafe class SoftmaxWork<TIsa, TVector> : ITeamWork, IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // Steps whose logits are there at a time, and symbols that a product goes over at a time.
    private const int BlockSteps = 128;
    private const int BlockDepth = 1024;

    // Steps after which the workers put their parts of ∂L/∂h together; a multiple of the former.
    private const int PartialSteps = 8 * BlockSteps;

    private readonly SoftmaxPass _pass;
    private readonly bool _isForward;
    private readonly SpinBarrier _barrier;
    private readonly AlignedBuffer _largest;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _partial;
    private readonly int _steps;
    private readonly int _units;

    public SoftmaxWork(SoftmaxPass pass, bool isForward, int workers)
    {
        (_pass, _isForward) = (pass, isForward);
        (_steps, _units) = (pass.Hidden.Rows, pass.Hidden.Columns);
        _barrier = new SpinBarrier(workers);
        _largest = BufferPool.Rent(isForward ? (nint)workers * _steps : 0);
        _sums = BufferPool.Rent(isForward ? (nint)workers * _steps : 0);
        _partial = BufferPool.Rent(!isForward && pass.HiddenGradient != null ? (nint)workers * Math.Min(PartialSteps, _steps) * _units : 0);
    }

    public void Run(int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_pass.Weight.Rows, worker, workers, TIsa.Lanes);
        var lanes = Packing<TIsa, TVector>.PaddedColumns(count);
        using var logits = new AlignedBuffer((nint)BlockSteps * Math.Max(lanes, 1));
        using var weights = new AlignedBuffer((nint)lanes * _units);
        Packing<TIsa, TVector>.RightTransposed(_units, count, _pass.Weight.RowsFrom(first, count).Pointer, _pass.Weight.Stride, weights.Data);
        if (_isForward)
            Forward(worker, workers, first, count, weights.Data, logits.Data);
        else
            Backward(worker, workers, first, count, weights.Data, logits.Data);
    }

    public void Dispose()
    {
        BufferPool.Return(_largest);
        BufferPool.Return(_sums);
        BufferPool.Return(_partial);
    }

    private void Forward(int worker, int workers, int first, int count, float* weights, float* logits)
    {
        for (var step = 0; step < _steps; step += BlockSteps)
        {
            var steps = Math.Min(BlockSteps, _steps - step);
            Logits(step, steps, first, count, weights, logits);
            for (var i = 0; i < steps; i++)
            {
                var row = logits + (nint)i * count;
                var largest = Reduction<TIsa, TVector>.Largest(row, count);
                _largest.Data[(nint)worker * _steps + step + i] = largest;
                _sums.Data[(nint)worker * _steps + step + i] = SumOfExponentials(row, count, largest);
                var target = _pass.Targets[step + i] - first;
                if (target >= 0 && target < count)
                    _pass.LogProbability[step + i] = row[target];
            }
        }
        _barrier.Wait();
        var (from, own) = TeamShare.Of(_steps, worker, workers, ScaledRow.Tile);
        for (var step = from; step < from + own; step++)
        {
            var largest = float.NegativeInfinity;
            for (var w = 0; w < workers; w++)
                largest = Math.Max(largest, _largest.Data[(nint)w * _steps + step]);
            double sum = 0;
            for (var w = 0; w < workers; w++)
                sum += _sums.Data[(nint)w * _steps + step] * Math.Exp(_largest.Data[(nint)w * _steps + step] - largest);
            _pass.LogSums[step] = (float)(largest + Math.Log(sum));
            _pass.LogProbability[step] -= _pass.LogSums[step];
        }
    }

    private void Backward(int worker, int workers, int first, int count, float* weights, float* logits)
    {
        var wantsHidden = _pass.HiddenGradient != null;
        using var packed = new AlignedBuffer((nint)BlockSteps * Math.Max(count, 1));
        using var right = new AlignedBuffer((nint)Packing<TIsa, TVector>.PaddedColumns(_units) * Math.Max(BlockSteps, wantsHidden ? count : 0));
        using var hidden = new AlignedBuffer((nint)Packing<TIsa, TVector>.PaddedColumns(_units) * BlockSteps);
        if (wantsHidden)
        {
            for (var k = 0; k < count; k += BlockDepth)
            {
                Packing<TIsa, TVector>.Right(
                    Math.Min(BlockDepth, count - k), _units, _pass.Weight.RowsFrom(first + k, count - k).Pointer, _pass.Weight.Stride,
                    right.Data + (nint)k * Packing<TIsa, TVector>.PaddedColumns(_units));
            }
        }
        var edge = ThreadScratch.OfThisThread.Tile(TIsa.TileRows * 3 * TIsa.Lanes);
        using var biases = new AlignedBuffer(Math.Max(count, 1));
        var bias = new Span<float>(_pass.BiasGradient + first, count);
        var ofBlock = new Span<float>(biases.Data, count);
        bias.Clear();
        if (_steps == 0)
            new Span<float>(_pass.WeightGradient + (nint)first * _units, count * _units).Clear();
        for (var step = 0; step < _steps; step += BlockSteps)
        {
            var steps = Math.Min(BlockSteps, _steps - step);
            Logits(step, steps, first, count, weights, logits);
            // Block by block: among very many steps a single sum would lose digits.
            ofBlock.Clear();
            for (var i = 0; i < steps; i++)
            {
                Differentiate(logits + (nint)i * count, count, _pass.LogSums[step + i], _pass.Upstream[step + i], _pass.Targets[step + i] - first);
                ScaledRow.Add(new ReadOnlySpan<float>(logits + (nint)i * count, count), 1, ofBlock);
            }
            ScaledRow.Add(ofBlock, 1, bias);
            // ∂L/∂W (+)= (∂L/∂logits)ᵀ·h.
            Packing<TIsa, TVector>.LeftTransposed(count, steps, logits, count, null, packed.Data);
            Packing<TIsa, TVector>.Right(steps, _units, _pass.Hidden.RowsFrom(step, steps).Pointer, _pass.Hidden.Stride, hidden.Data);
            PackedPanels<TIsa, TVector>.Multiply(
                count, _units, steps, packed.Data, steps, 0, hidden.Data, _pass.WeightGradient + (nint)first * _units, _units, accumulate: step > 0, edge);
            if (!wantsHidden)
                continue;
            var place = step % PartialSteps;
            ToHidden(steps, count, logits, packed.Data, right.Data, Partial(worker, place), edge);
            if (place + steps == PartialSteps || step + steps == _steps)
            {
                _barrier.Wait();
                AddPartials(step - place, place + steps, worker, workers);
                _barrier.Wait();
            }
        }
    }

    private float* Partial(int worker, int place) => _partial.Data + ((nint)worker * Math.Min(PartialSteps, _steps) + place) * _units;

    // ∂L/∂h of some steps: what each worker's symbols give to it.
    private void AddPartials(int step, int steps, int worker, int workers)
    {
        var (from, own) = TeamShare.Of(steps, worker, workers, 1);
        var target = new Span<float>(_pass.HiddenGradient + (nint)(step + from) * _units, own * _units);
        target.Clear();
        for (var w = 0; w < workers; w++)
            ScaledRow.Add(new ReadOnlySpan<float>(Partial(w, from), own * _units), 1, target);
    }

    // ∂L/∂h of a worker's symbols: ∂L/∂logits·W.
    private void ToHidden(int steps, int count, float* logits, float* packed, float* right, float* target, float* edge)
    {
        Packing<TIsa, TVector>.Left(steps, count, logits, count, packed);
        if (count == 0)
            new Span<float>(target, steps * _units).Clear();
        for (var k = 0; k < count; k += BlockDepth)
        {
            PackedPanels<TIsa, TVector>.Multiply(
                steps, _units, Math.Min(BlockDepth, count - k), packed, count, k, right + (nint)k * Packing<TIsa, TVector>.PaddedColumns(_units),
                target, _units, accumulate: k > 0, edge);
        }
    }

    // h·Wᵀ + b of some steps and a worker's symbols: [steps][count].
    private void Logits(int step, int steps, int first, int count, float* weights, float* logits)
    {
        var edge = ThreadScratch.OfThisThread.Tile(TIsa.TileRows * 3 * TIsa.Lanes);
        var left = ThreadScratch.OfThisThread.Left((nint)BlockSteps * _units);
        Packing<TIsa, TVector>.Left(steps, _units, _pass.Hidden.RowsFrom(step, steps).Pointer, _pass.Hidden.Stride, left);
        for (var i = 0; i < steps; i++)
            new ReadOnlySpan<float>(_pass.Bias + first, count).CopyTo(new Span<float>(logits + (nint)i * count, count));
        PackedPanels<TIsa, TVector>.Multiply(steps, count, _units, left, _units, 0, weights, logits, count, accumulate: true, edge);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfExponentials(float* values, int count, float largest)
    {
        var (shift, sums) = (TIsa.Splat(largest), TIsa.Zero);
        var i = 0;
        for (; i + TIsa.Lanes <= count; i += TIsa.Lanes)
            sums = TIsa.Add(sums, VectorMath<TIsa, TVector>.Exp(TIsa.Subtract(TIsa.Load(values + i), shift)));
        var sum = Reduction<TIsa, TVector>.Sum(sums);
        for (; i < count; i++)
            sum += MathF.Exp(values[i] - largest);
        return (float)sum;
    }

    // Logits become ∂L/∂logits: upstream·(1 at the target − P).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate(float* values, int count, float logSum, float upstream, long target)
    {
        var (shift, factor) = (TIsa.Splat(logSum), TIsa.Splat(-upstream));
        var i = 0;
        for (; i + TIsa.Lanes <= count; i += TIsa.Lanes)
            TIsa.Store(TIsa.Multiply(factor, VectorMath<TIsa, TVector>.Exp(TIsa.Subtract(TIsa.Load(values + i), shift))), values + i);
        for (; i < count; i++)
            values[i] = -upstream * MathF.Exp(values[i] - logSum);
        if (target >= 0 && target < count)
            values[target] += upstream;
    }
}
