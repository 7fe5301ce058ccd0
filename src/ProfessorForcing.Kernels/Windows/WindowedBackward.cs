using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Windows;

/// <summary>
/// A <see cref="WindowedPass"/> backward. A step's window needs the gates' gradients of the step after it, which read what it showed, and its layer
/// needs the window's. The gradients of the weights are products of whole sequences and follow outside.
/// </summary>
internal sealed unsafe class WindowedBackward<TIsa, TVector, TCell> : IWholeWork
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private readonly WindowedPass _pass;
    private readonly PhasedWork _preparation;
    private readonly PhasedWork _work;
    private readonly PhasedWork _ending;
    private readonly DirectionBackward<TIsa, TVector, TCell> _layer;
    private readonly WindowRow<TIsa, TVector> _window;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _packed;
    private readonly AlignedBuffer _toRead;
    private readonly AlignedBuffer _toPlace;
    private readonly int _depth;
    private readonly int _stride;

    public WindowedBackward(WindowedPass pass, WorkerTeam team)
    {
        _pass = pass;
        _layer = new(pass.Layer, team.Count);
        _window = new(pass.Components, pass.Characters, pass.Layer.Units, pass.WindowWeight, pass.WindowBias);
        _depth = TCell.Gates * pass.Layer.Units;
        _stride = Packing<TIsa, TVector>.PaddedColumns(pass.Characters);
        _weights = BufferPool.Rent((nint)_stride * _depth);
        _packed = BufferPool.Rent((nint)Rows * _depth);
        _toRead = BufferPool.Rent((nint)Rows * _stride);
        _toPlace = BufferPool.Rent((nint)Rows * pass.Components);
        _preparation = new PhasedWork(team, (_, worker, workers) => Prepare(worker, workers));
        _work = new PhasedWork(team, Window, (step, worker, workers) => _layer.Gates(At(step), worker, workers));
        _ending = new PhasedWork(team, (_, worker, workers) => _layer.Carry(0, worker, workers), (_, worker, workers) => _layer.Finish(worker, workers));
    }

    public void Run()
    {
        _preparation.Do(0, 1);
        _work.Do(0, _pass.Layer.Steps);
        if (_layer.WantsInitial)
            _ending.Do(0, 1);
    }

    public void Dispose()
    {
        _layer.Dispose();
        foreach (var buffer in new[] { _weights, _packed, _toRead, _toPlace })
            BufferPool.Return(buffer);
    }

    private int Rows => _pass.Layer.Rows;

    // From the last step to the first.
    private int At(long number) => _pass.Layer.Steps - 1 - (int)number;

    private void Prepare(int worker, int workers)
    {
        _layer.Start(worker, workers);
        var (first, count) = RowsOf(worker, workers);
        new Span<float>(_toPlace.Data + (nint)first * _pass.Components, count * _pass.Components).Clear();
        new Span<float>(_toRead.Data + (nint)first * _stride, count * _stride).Clear();
        if (worker == 0)
            Packing<TIsa, TVector>.Right(_depth, _pass.Characters, _pass.InputWeight + _pass.Inputs - _pass.Characters, _pass.Inputs, _weights.Data);
    }

    private void Window(long number, int worker, int workers)
    {
        var step = At(number);
        var (first, count) = RowsOf(worker, workers);
        if (number > 0)
        {
            _layer.Carry(step + 1, worker, workers);
            var packed = _packed.Data + (nint)first * _depth;
            Packing<TIsa, TVector>.Left(count, _depth, _pass.Layer.GateGradient + ((nint)(step + 1) * Rows + first) * _depth, _depth, packed);
            PackedPanels<TIsa, TVector>.Multiply(count, _stride, _depth, packed, _depth, 0, _weights.Data, _toRead.Data + (nint)first * _stride, _stride, accumulate: false, edge: null);
        }
        for (var row = first; row < first + count; row++)
            Window(step, row);
    }

    private void Window(int step, int row)
    {
        var at = (nint)step * Rows + row;
        var (components, characters, width) = (_pass.Components, _pass.Characters, _pass.TextWidth + 1);
        var toRead = _toRead.Data + (nint)row * _stride;
        for (var c = 0; c < characters && _pass.ReadGradient != null; c++)
            toRead[c] += _pass.ReadGradient[at * characters + c];
        _window.Back(
            _pass.Text + (nint)row * _pass.TextWidth, _pass.TextLengths[row], width, _pass.Numbers + at * 3 * components, _pass.Place + at * components,
            _pass.WeightsGradient == null ? null : _pass.WeightsGradient + at * width, toRead, _toPlace.Data + (nint)row * components,
            _pass.RawGradient + at * 3 * components, _pass.Layer.HiddenGradient + at * _pass.Layer.HiddenGradientStride);
    }

    private (int First, int Count) RowsOf(int worker, int workers) => TeamShare.Of(Rows, worker, workers, TIsa.TileRows);
}
