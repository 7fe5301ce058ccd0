using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Windows;

/// <summary>A <see cref="WindowedPass"/> forward. In the layer each worker has a range of units, in the window a range of rows.</summary>
internal sealed unsafe class WindowedForward<TIsa, TVector, TCell> : IWholeWork
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private readonly WindowedPass _pass;
    private readonly PhasedWork _preparation;
    private readonly PhasedWork _work;
    private readonly DirectionForward<TIsa, TVector, TCell> _layer;
    private readonly InputProduct<TIsa, TVector> _input;
    private readonly WindowRow<TIsa, TVector> _window;
    private readonly AlignedBuffer _packed;

    public WindowedForward(WindowedPass pass, WorkerTeam team)
    {
        _pass = pass;
        _layer = new(pass.Layer, team.Count);
        _input = new(TCell.Gates, pass.Layer.Units, pass.InputWeight, pass.Inputs, team.Count);
        _window = new(pass.Components, pass.Characters, pass.Layer.Units, pass.WindowWeight, pass.WindowBias);
        _packed = BufferPool.Rent((nint)Rows * pass.Inputs);
        _preparation = new PhasedWork(team, (_, worker, workers) => Prepare(worker, workers));
        _work = new PhasedWork(team, Layer, Window);
    }

    public void Run()
    {
        _preparation.Do(0, 1);
        _work.Do(0, _pass.Layer.Steps);
    }

    public void Dispose()
    {
        _layer.Dispose();
        _input.Dispose();
        BufferPool.Return(_packed);
    }

    private int Rows => _pass.Layer.Rows;

    private void Prepare(int worker, int workers)
    {
        _layer.Prepare(worker, workers);
        _input.Prepare(worker);
        var (first, count) = RowsOf(worker, workers);
        Pack(0, first, count);
    }

    private void Layer(long step, int worker, int workers)
    {
        _input.Run(worker, Rows, _packed.Data, _pass.Layer.InputGates + (nint)step * Rows * TCell.Gates * _pass.Layer.Units);
        _layer.Phase(0, (int)step, worker, workers);
    }

    private void Window(long step, int worker, int workers)
    {
        var (first, count) = RowsOf(worker, workers);
        var (components, width) = (_pass.Components, _pass.TextWidth + 1);
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)step * Rows + row;
            var before = step == 0 ? _pass.InitialPlace + (nint)row * components : _pass.Place + (at - Rows) * components;
            var read = _pass.Read + at * _pass.Characters;
            _window.Step(
                _pass.Text + (nint)row * _pass.TextWidth, _pass.TextLengths[row], width, _pass.Layer.Hidden + at * _pass.Layer.HiddenStride, before,
                _pass.Numbers + at * 3 * components, _pass.Place + at * components, _pass.Weights + at * width, read);
            if (step + 1 < _pass.Layer.Steps)
                new ReadOnlySpan<float>(read, _pass.Characters).CopyTo(new(Input((int)step + 1, row) + _pass.Inputs - _pass.Characters, _pass.Characters));
        }
        if (step + 1 < _pass.Layer.Steps)
            Pack((int)step + 1, first, count);
    }

    private float* Input(int step, int row) => _pass.Input + ((nint)step * Rows + row) * _pass.Inputs;

    private void Pack(int step, int first, int count) =>
        Packing<TIsa, TVector>.Left(count, _pass.Inputs, Input(step, first), _pass.Inputs, _packed.Data + (nint)first * _pass.Inputs);

    private (int First, int Count) RowsOf(int worker, int workers) => TeamShare.Of(Rows, worker, workers, TIsa.TileRows);
}
