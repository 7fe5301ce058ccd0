using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>A <see cref="SymbolGeneration"/> at work. In layers and output each worker has a range of units, in sampling a range of rows.</summary>
internal sealed unsafe class GenerationWork<TIsa, TVector, TCell> : ITeamWork, IAdvancing
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private readonly SymbolGeneration _generation;
    private readonly WorkerTeam _team;
    private readonly SpinBarrier _barrier;
    private readonly DirectionForward<TIsa, TVector, TCell>[] _layers;
    private readonly PackedWeight<TIsa, TVector>?[][] _inputs;
    private readonly PackedWeight<TIsa, TVector>?[] _outputs;
    private readonly SymbolSampler<TIsa, TVector>[] _samplers;
    private readonly AlignedBuffer _packed;
    private readonly AlignedBuffer _masked;
    private readonly AlignedBuffer _logits;
    private readonly int _rows;
    private readonly int _steps;
    private bool _isPrepared;
    private bool _isDisposed;
    private long _next;
    private long _end;

    public GenerationWork(SymbolGeneration generation, WorkerTeam team)
    {
        _generation = generation;
        _team = team;
        var workers = _team.Count;
        (_rows, _steps) = (generation.Layers[0].Pass.Rows, generation.Layers[0].Pass.Steps);
        _barrier = new SpinBarrier(workers);
        _layers = [.. generation.Layers.Select(layer => new DirectionForward<TIsa, TVector, TCell>(layer.Pass, workers))];
        _inputs = [.. generation.Layers.Select(_ => new PackedWeight<TIsa, TVector>?[workers * TCell.Gates])];
        _outputs = new PackedWeight<TIsa, TVector>?[workers];
        _samplers = [.. Enumerable.Range(0, workers).Select(_ => new SymbolSampler<TIsa, TVector>(generation.Symbols, generation.Sampling))];
        var widest = Math.Max(generation.Layers.Max(layer => layer.Pass.Units), generation.Layers.Max(layer => layer.Inputs));
        _packed = BufferPool.Rent((nint)_rows * widest);
        _masked = BufferPool.Rent((nint)_rows * widest);
        _logits = BufferPool.Rent((nint)_rows * generation.Symbols);
    }

    public void Advance(int steps)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _end = _next + steps;
        _team.Run(this);
        _isPrepared = true;
        _next = _end;
    }

    public void Run(int worker, int workers)
    {
        if (!_isPrepared)
        {
            Prepare(worker, workers);
            _barrier.Wait();
        }
        for (var number = _next; number < _end; number++)
        {
            // Where arrays are used again and again a step is known by its place, after the first round by one of the second.
            var step = Places == 0 || number < Places ? (int)number : Places + (int)(number % Places);
            for (var layer = 0; layer < _layers.Length; layer++)
            {
                if (_generation.Layers[layer].InputWeight != null)
                    Input(layer, step, number, worker, workers);
                _layers[layer].Step(step, worker, workers);
                _barrier.Wait();
            }
            Logits(step, worker, workers);
            _barrier.Wait();
            Draw(step, number, worker, workers);
            _barrier.Wait();
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (var layer in _layers)
            layer.Dispose();
        foreach (var weight in _inputs.SelectMany(weights => weights).Concat(_outputs))
            weight?.Dispose();
        BufferPool.Return(_packed);
        BufferPool.Return(_masked);
        BufferPool.Return(_logits);
    }

    // The place of a step in the arrays.
    private nint At(int step) => (nint)(Places > 0 ? step % Places : step) * _rows;

    private int Places => _generation.Places;

    private void Prepare(int worker, int workers)
    {
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Prepare(worker, workers);
            var it = _generation.Layers[layer];
            var (unit, count) = TeamShare.Of(it.Pass.Units, worker, workers, TIsa.Lanes);
            for (var gate = 0; gate < TCell.Gates && it.InputWeight != null; gate++)
            {
                _inputs[layer][worker * TCell.Gates + gate] =
                    new PackedWeight<TIsa, TVector>(it.InputWeight + ((nint)gate * it.Pass.Units + unit) * it.Inputs, count, it.Inputs);
            }
        }
        var units = _generation.Layers[^1].Pass.Units;
        var (symbol, symbols) = TeamShare.Of(_generation.Symbols, worker, workers, TIsa.Lanes);
        _outputs[worker] = new PackedWeight<TIsa, TVector>(_generation.OutputWeight + (nint)symbol * units, symbols, units);
    }

    // W_ih·x of a worker's units; normalised, it is that of all.
    private void Input(int layer, int step, long number, int worker, int workers)
    {
        var it = _generation.Layers[layer];
        var packed = LayerInput(layer, step, number, worker, workers);
        var (unit, count) = TeamShare.Of(it.Pass.Units, worker, workers, TIsa.Lanes);
        var stride = (nint)TCell.Gates * it.Pass.Units;
        var gates = it.Pass.InputGates + (it.Pass.InputGatesOfOneStep ? 0 : At(step)) * stride;
        for (var gate = 0; gate < TCell.Gates; gate++)
        {
            var target = gates + (nint)gate * it.Pass.Units + unit;
            for (var row = 0; row < _rows; row++)
                new Span<float>(target + row * stride, count).Clear();
            _inputs[layer][worker * TCell.Gates + gate]!.MultiplyAdd(_rows, packed, target, stride);
        }
        if (it.InputNormalization is not { } normalization)
            return;
        _barrier.Wait();
        new NormalizedRows(new Matrix(gates, _rows, (int)stride), normalization, At(step), isBackward: false).Run(worker, workers);
        _barrier.Wait();
    }

    // Embeddings, or the state of the layer below; packed, and multiplied by its mask.
    private float* LayerInput(int layer, int step, long number, int worker, int workers)
    {
        var it = _generation.Layers[layer];
        if (layer > 0 && it.InputMask == null)
            return _layers[layer - 1].PackedState(step + 1);
        if (layer == 0)
        {
            var (first, count) = TeamShare.Of(_rows, worker, workers, TIsa.TileRows);
            var width = it.Inputs - (_generation.Positions?.Width ?? 0);
            for (var row = first; row < first + count; row++)
            {
                var target = _masked.Data + (nint)row * it.Inputs;
                Embed(_generation.Read[At(step) + row], it.InputMask == null ? null : it.InputMask + (nint)row * width, target, width);
                if (_generation.Positions is { } positions)
                    new ReadOnlySpan<float>(positions.Values + (nint)(_generation.FirstPosition + number) * positions.Width, positions.Width).CopyTo(new(target + width, positions.Width));
            }
            Pack(first, count, it.Inputs);
        }
        else
        {
            Mask(_generation.Layers[layer - 1].Pass, step, it.InputMask, worker, workers);
        }
        _barrier.Wait();
        return _packed.Data;
    }

    private void Embed(long symbol, float* mask, float* target, int width)
    {
        if (symbol == _generation.Symbols)
        {
            new Span<float>(target, width).Clear();
            return;
        }
        var embedding = _generation.Embedding + (nint)symbol * width;
        for (var i = 0; i < width; i++)
            target[i] = embedding[i] * (mask == null ? 1 : mask[i]);
    }

    // The states of a layer at a step times a mask, packed.
    private void Mask(RecurrentPass pass, int step, float* mask, int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_rows, worker, workers, TIsa.TileRows);
        for (var row = first; row < first + count; row++)
        {
            var hidden = pass.Hidden + (At(step) + row) * pass.HiddenStride;
            var target = _masked.Data + (nint)row * pass.Units;
            for (var i = 0; i < pass.Units; i++)
                target[i] = hidden[i] * mask[(nint)row * pass.Units + i];
        }
        Pack(first, count, pass.Units);
    }

    private void Pack(int first, int count, int width) =>
        Packing<TIsa, TVector>.Left(count, width, _masked.Data + (nint)first * width, width, _packed.Data + (nint)first * width);

    private void Logits(int step, int worker, int workers)
    {
        var top = _generation.Layers[^1].Pass;
        var packed = _layers[^1].PackedState(step + 1);
        if (_generation.OutputMask != null)
        {
            Mask(top, step, _generation.OutputMask, worker, workers);
            _barrier.Wait();
            packed = _packed.Data;
        }
        var (symbol, count) = TeamShare.Of(_generation.Symbols, worker, workers, TIsa.Lanes);
        var bias = new ReadOnlySpan<float>(_generation.OutputBias + symbol, count);
        for (var row = 0; row < _rows; row++)
            bias.CopyTo(new Span<float>(_logits.Data + (nint)row * _generation.Symbols + symbol, count));
        _outputs[worker]!.MultiplyAdd(_rows, packed, _logits.Data + symbol, _generation.Symbols);
    }

    private void Draw(int step, long number, int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_rows, worker, workers, 1);
        for (var row = first; row < first + count; row++)
        {
            var at = At(step) + row;
            long symbol;
            if (_generation.Given != null && _generation.IsGiven != null && _generation.IsGiven[at])
                symbol = _generation.Given[at];
            else
                symbol = _samplers[worker].Draw(new Span<float>(_logits.Data + (nint)row * _generation.Symbols, _generation.Symbols), _generation.Uniforms[at]);
            _generation.Elements[at] = symbol;
            if (Places > 0 || step + 1 < _steps)
                _generation.Read[At(step + 1) + row] = symbol + (number + 1) * _generation.TableStride;
        }
    }
}
