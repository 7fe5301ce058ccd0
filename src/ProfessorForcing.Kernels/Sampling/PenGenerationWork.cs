using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;
using ProfessorForcing.Kernels.Windows;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>A <see cref="PenGeneration"/> at work. In layers and output each worker has a range of units, elsewhere a range of rows.</summary>
internal sealed unsafe class PenGenerationWork<TIsa, TVector, TCell> : IWholeWork
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    // A step's states are read by the next one only.
    private const int Places = 2;
    private const int Point = PenMixture.PointWidth;

    private readonly PenGeneration _it;
    private readonly PhasedWork _preparation;
    private readonly PhasedWork _work;
    private readonly RecurrentPass[] _passes;
    private readonly DirectionForward<TIsa, TVector, TCell>[] _layers;
    private readonly InputProduct<TIsa, TVector>[] _inputs;
    private readonly PackedWeight<TIsa, TVector>?[] _outputs;
    private readonly WindowRow<TIsa, TVector> _window;
    private readonly List<AlignedBuffer> _buffers = [];
    private readonly float* _rows;
    private readonly float* _packed;
    private readonly float* _parameters;
    private readonly int _parameterCount;

    public PenGenerationWork(PenGeneration generation, WorkerTeam team)
    {
        _it = generation;
        var network = generation.Network;
        _parameterCount = PenMixture.ParameterCount(network.Mixtures);
        _passes = [.. network.Layers.Select((_, layer) => Pass(layer))];
        _layers = [.. _passes.Select(pass => new DirectionForward<TIsa, TVector, TCell>(pass, team.Count))];
        _inputs = [.. network.Layers.Select(layer => new InputProduct<TIsa, TVector>(TCell.Gates, network.Units, layer.InputWeight, layer.Inputs, team.Count))];
        _outputs = new PackedWeight<TIsa, TVector>?[team.Count];
        _window = new(network.WindowComponents, network.Characters, network.Units, network.WindowWeight, network.WindowBias);
        var widest = Math.Max(network.Layers.Max(layer => layer.Inputs), network.Layers.Count * network.Units);
        _rows = Floats((nint)generation.Rows * widest);
        _packed = Floats((nint)generation.Rows * widest);
        _parameters = Floats((nint)generation.Rows * _parameterCount);
        _preparation = new PhasedWork(team, (_, worker, count) => Prepare(worker, count));
        _work = new PhasedWork(team, [.. Enumerable.Range(0, _layers.Length).SelectMany(LayerPhases), Output, Draw]);
    }

    public void Run()
    {
        new Span<int>(_it.Lengths, _it.Rows).Fill(_it.Steps);
        _preparation.Do(0, 1);
        _work.Do(0, _it.Steps);
        for (var layer = 0; layer < _passes.Length; layer++)
        {
            CopyLast(_passes[layer].Hidden, (float*)_it.Hidden[layer]);
            if (_it.Cells.Count > 0)
                CopyLast(_passes[layer].Cell, (float*)_it.Cells[layer]);
        }
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
        foreach (var weight in _outputs)
            weight?.Dispose();
        foreach (var buffer in _buffers)
            BufferPool.Return(buffer);
    }

    private int Units => _it.Network.Units;

    private void CopyLast(float* states, float* target) =>
        new ReadOnlySpan<float>(states + (nint)((_it.Steps - 1) % Places) * _it.Rows * Units, _it.Rows * Units).CopyTo(new(target, _it.Rows * Units));

    private void Prepare(int worker, int workers)
    {
        var network = _it.Network;
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Prepare(worker, workers);
            _inputs[layer].Prepare(worker);
        }
        var inputs = network.Layers.Count * Units;
        var (first, parameters) = TeamShare.Of(_parameterCount, worker, workers, TIsa.Lanes);
        _outputs[worker] = new(network.OutputWeight + (nint)first * inputs, parameters, inputs);
        ReadPoints(worker, workers);
    }

    // The layer's gates and states; then, of a range of rows, what comes next reads.
    private List<Phase> LayerPhases(int layer) =>
    [
        (step, worker, workers) =>
        {
            _inputs[layer].Run(worker, _it.Rows, _packed, _passes[layer].InputGates);
            _layers[layer].Phase(0, (int)step, worker, workers);
        },
        (step, worker, workers) =>
        {
            var (first, count) = RowsOf(worker, workers);
            for (var row = first; row < first + count && layer == 0; row++)
            {
                MoveWindow(row, Hidden(0, (int)step, row));
                if (_it.Lengths[row] > step && HasEnded(row))
                    _it.Lengths[row] = (int)step;
            }
            if (layer + 1 < _layers.Length)
                ReadBelow(layer, (int)step, first, count);
            else
                ReadStates((int)step, first, count);
        },
    ];

    private void MoveWindow(int row, float* hidden)
    {
        var network = _it.Network;
        var width = _it.TextWidth + 1;
        var place = _it.Place + (nint)row * network.WindowComponents;
        var numbers = stackalloc float[3 * network.WindowComponents];
        _window.Step(
            _it.Text + (nint)row * _it.TextWidth, _it.TextLengths[row], width, hidden, place, numbers, place,
            _it.Weights + (nint)row * width, _it.Read + (nint)row * network.Characters);
    }

    // Whether the place after the text weighs more than every character.
    private bool HasEnded(int row)
    {
        var (width, length) = (_it.TextWidth + 1, _it.TextLengths[row]);
        var weights = new ReadOnlySpan<float>(_it.Weights + (nint)row * width, width);
        return weights[length] > 0 && !weights[..length].ContainsAnyInRange(weights[length], float.PositiveInfinity);
    }

    // The lowest layer's input: point and window.
    private void ReadPoints(int worker, int workers)
    {
        var (first, count) = RowsOf(worker, workers);
        var width = _it.Network.Layers[0].Inputs;
        for (var row = first; row < first + count; row++)
        {
            var target = new Span<float>(_rows + (nint)row * width, width);
            ReadPoint(row, target);
            WindowOf(row).CopyTo(target[Point..]);
        }
        Pack(first, count, width);
    }

    // An upper layer's input: point, the states below, window.
    private void ReadBelow(int layer, int step, int first, int count)
    {
        var width = _it.Network.Layers[layer + 1].Inputs;
        for (var row = first; row < first + count; row++)
        {
            var target = new Span<float>(_rows + (nint)row * width, width);
            ReadPoint(row, target);
            ReadState(layer, step, row, target.Slice(Point, Units));
            WindowOf(row).CopyTo(target[(Point + Units)..]);
        }
        Pack(first, count, width);
    }

    // The output's input: all layers' states.
    private void ReadStates(int step, int first, int count)
    {
        var width = _layers.Length * Units;
        for (var row = first; row < first + count; row++)
        {
            for (var layer = 0; layer < _layers.Length; layer++)
                ReadState(layer, step, row, new Span<float>(_rows + (nint)row * width + layer * Units, Units));
        }
        Pack(first, count, width);
    }

    private void ReadPoint(int row, Span<float> target)
    {
        for (var i = 0; i < Point; i++)
            target[i] = _it.Previous[row * Point + i] * (_it.InputMask == null ? 1 : _it.InputMask[row * Point + i]);
    }

    private void ReadState(int layer, int step, int row, Span<float> target)
    {
        var hidden = Hidden(layer, step, row);
        var mask = _it.OutputMasks.Count == 0 ? null : (float*)_it.OutputMasks[layer] + (nint)row * Units;
        for (var i = 0; i < Units; i++)
            target[i] = mask == null ? hidden[i] : hidden[i] * mask[i];
    }

    private ReadOnlySpan<float> WindowOf(int row) => new(_it.Read + (nint)row * _it.Network.Characters, _it.Network.Characters);

    private float* Hidden(int layer, int step, int row) => _passes[layer].Hidden + ((nint)(step % Places) * _it.Rows + row) * Units;

    private void Pack(int first, int count, int width) =>
        Packing<TIsa, TVector>.Left(count, width, _rows + (nint)first * width, width, _packed + (nint)first * width);

    private void Output(long step, int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_parameterCount, worker, workers, TIsa.Lanes);
        var bias = new ReadOnlySpan<float>(_it.Network.OutputBias + first, count);
        for (var row = 0; row < _it.Rows; row++)
            bias.CopyTo(new Span<float>(_parameters + (nint)row * _parameterCount + first, count));
        _outputs[worker]!.MultiplyAdd(_it.Rows, _packed, _parameters + first, _parameterCount);
    }

    // Draws the points, which the next step reads.
    private void Draw(long step, int worker, int workers)
    {
        var (first, count) = RowsOf(worker, workers);
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)step * _it.Rows + row;
            var point = new Span<float>(_it.Previous + row * Point, Point);
            if (_it.Given != null && _it.IsGiven != null && _it.IsGiven[at])
                new ReadOnlySpan<float>(_it.Given + at * Point, Point).CopyTo(point);
            else
            {
                PenMixture.Draw(
                    new(_parameters + (nint)row * _parameterCount, _parameterCount), new(_it.Uniforms + at * PenMixture.UniformsPerPoint, PenMixture.UniformsPerPoint),
                    _it.Bias, _it.Temperature, _it.Network.LongestMove, point);
            }
            point.CopyTo(new(_it.Elements + at * Point, Point));
        }
        ReadPoints(worker, workers);
    }

    private (int First, int Count) RowsOf(int worker, int workers) => TeamShare.Of(_it.Rows, worker, workers, TIsa.TileRows);

    private RecurrentPass Pass(int layer)
    {
        var (network, weights) = (_it.Network, _it.Network.Layers[layer]);
        return new()
        {
            Rows = _it.Rows,
            Steps = _it.Steps,
            Places = Places,
            Units = network.Units,
            HiddenWeight = weights.HiddenWeight,
            HiddenBias = weights.HiddenBias,
            InputGates = Floats((nint)_it.Rows * TCell.Gates * network.Units),
            InputGatesOfOneStep = true,
            InputBias = weights.InputBias,
            InitialHidden = (float*)_it.Hidden[layer],
            InitialCell = _it.Cells.Count > 0 ? (float*)_it.Cells[layer] : null,
            Hidden = Floats((nint)Places * _it.Rows * network.Units),
            HiddenStride = network.Units,
            Cell = _it.Cells.Count > 0 ? Floats((nint)Places * _it.Rows * network.Units) : null,
        };
    }

    private float* Floats(nint count)
    {
        var buffer = BufferPool.Rent(count);
        _buffers.Add(buffer);
        return buffer.Data;
    }
}
