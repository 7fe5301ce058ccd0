using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>A <see cref="SymbolGeneration"/> at work. In layers and output each worker has a range of units, in sampling a range of rows.</summary>
internal sealed unsafe class GenerationWork<TIsa, TVector, TCell> : IAdvancing
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private readonly SymbolGeneration _generation;
    private readonly PhasedWork _preparation;
    private readonly PhasedWork _work;
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

    public GenerationWork(SymbolGeneration generation, WorkerTeam team)
    {
        _generation = generation;
        var workers = team.Count;
        (_rows, _steps) = (generation.Layers[0].Pass.Rows, generation.Layers[0].Pass.Steps);
        _layers = [.. generation.Layers.Select(layer => new DirectionForward<TIsa, TVector, TCell>(layer.Pass, workers))];
        _inputs = [.. generation.Layers.Select(_ => new PackedWeight<TIsa, TVector>?[workers * TCell.Gates])];
        _outputs = new PackedWeight<TIsa, TVector>?[workers];
        _samplers = [.. Enumerable.Range(0, workers).Select(_ => new SymbolSampler<TIsa, TVector>(generation.Symbols, generation.Sampling))];
        var widest = Math.Max(generation.Layers.Max(layer => layer.Pass.Units), generation.Layers.Max(layer => layer.Inputs));
        _packed = BufferPool.Rent((nint)_rows * widest);
        _masked = BufferPool.Rent((nint)_rows * widest);
        _logits = BufferPool.Rent((nint)_rows * generation.Symbols);
        _preparation = new PhasedWork(team, (_, worker, count) => Prepare(worker, count));
        _work = new PhasedWork(team, [.. Enumerable.Range(0, _layers.Length).SelectMany(LayerPhases), .. OutputPhases()]);
    }

    public void Advance(int steps)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_isPrepared)
            _preparation.Do(0, 1);
        _isPrepared = true;
        _work.Do(_next, steps);
        _next += steps;
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

    // A layer's part of a step: its input, W_ih·x of each worker's units (normalised, it is that of all), and the recurrence.
    private List<Phase> LayerPhases(int layer)
    {
        var phases = new List<Phase>();
        var (it, recurrence) = (_generation.Layers[layer], _layers[layer]);
        var hasInput = it.InputWeight != null;
        if (hasInput && layer == 0)
            phases.Add(EmbedRows);
        else if (hasInput && it.InputMask != null)
            phases.Add((number, worker, workers) => Mask(_generation.Layers[layer - 1].Pass, Step(number), it.InputMask, worker, workers));
        if (it.InputNormalization is { } normalization)
        {
            phases.Add((number, worker, workers) => Input(layer, Step(number), worker, workers));
            phases.Add((number, worker, workers) => Normalize(it, normalization, Step(number), worker, workers));
        }
        // Else a worker can go on with its units at once.
        var isAtOnce = hasInput && it.InputNormalization is null;
        for (var phase = 0; phase < recurrence.Phases; phase++)
        {
            var (own, withInput) = (phase, isAtOnce && phase == 0);
            phases.Add((number, worker, workers) =>
            {
                if (withInput)
                    Input(layer, Step(number), worker, workers);
                recurrence.Phase(own, Step(number), worker, workers);
            });
        }
        return phases;
    }

    private List<Phase> OutputPhases()
    {
        var phases = new List<Phase>();
        if (_generation.OutputMask != null)
            phases.Add((number, worker, workers) => Mask(_generation.Layers[^1].Pass, Step(number), _generation.OutputMask, worker, workers));
        phases.Add((number, worker, workers) => Logits(Step(number), worker, workers));
        phases.Add((number, worker, workers) => Draw(Step(number), number, worker, workers));
        return phases;
    }

    // Where arrays are used again and again a step is known by its place, after the first round by one of the second.
    private int Step(long number) => Places == 0 || number < Places ? (int)number : Places + (int)(number % Places);

    private float* Gates(GenerationLayer layer, int step) =>
        layer.Pass.InputGates + (layer.Pass.InputGatesOfOneStep ? 0 : At(step)) * TCell.Gates * layer.Pass.Units;

    private void Input(int layer, int step, int worker, int workers)
    {
        var it = _generation.Layers[layer];
        var packed = layer > 0 && it.InputMask == null ? _layers[layer - 1].PackedState(step + 1) : _packed.Data;
        var (unit, count) = TeamShare.Of(it.Pass.Units, worker, workers, TIsa.Lanes);
        var stride = (nint)TCell.Gates * it.Pass.Units;
        for (var gate = 0; gate < TCell.Gates; gate++)
        {
            var target = Gates(it, step) + (nint)gate * it.Pass.Units + unit;
            for (var row = 0; row < _rows; row++)
                new Span<float>(target + row * stride, count).Clear();
            _inputs[layer][worker * TCell.Gates + gate]!.MultiplyAdd(_rows, packed, target, stride);
        }
    }

    private void Normalize(GenerationLayer layer, SumsNormalization normalization, int step, int worker, int workers) =>
        new NormalizedRows(new Matrix(Gates(layer, step), _rows, TCell.Gates * layer.Pass.Units), normalization, At(step), isBackward: false).Run(worker, workers);

    // The lowest layer's input, times its mask, packed: embeddings of what was drawn, and positions.
    private void EmbedRows(long number, int worker, int workers)
    {
        var (it, step) = (_generation.Layers[0], Step(number));
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
        var packed = _generation.OutputMask != null ? _packed.Data : _layers[^1].PackedState(step + 1);
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
