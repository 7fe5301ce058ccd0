using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// An LSTM's h = o ⊙ tanh(u), where u = LN(c; γ_c) + b_c. Each worker has the units that it has elsewhere. All must have met between
/// <see cref="Take"/> and <see cref="Show"/>, and between <see cref="TakeGradients"/> and <see cref="Backward"/>.
/// </summary>
internal sealed unsafe class NormalizedCell<TIsa, TVector> : IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    private readonly RecurrentPass _pass;
    private readonly StepNormalization<TIsa, TVector> _normalization;
    private readonly AlignedBuffer _toOutput;

    public NormalizedCell(RecurrentPass pass)
    {
        _pass = pass;
        _normalization = new(pass.CellNormalization!, pass.Rows, pass.Units, 1);
        _toOutput = BufferPool.Rent(pass.Rows * _normalization.Stride);
    }

    /// <summary>Takes c of a block of units.</summary>
    public void Take(int step, int row, int block)
    {
        TIsa.Store(Load(_pass.Cell + At(step, row, block), block), _normalization.Values(row, block));
        _normalization.Take(row, block);
    }

    /// <summary>Gives ĉ of a block of units again, where c and its statistics are known.</summary>
    public void Again(int step, int row, int block)
    {
        var values = _normalization.Values(row, block);
        TIsa.Store(Load(_pass.Cell + At(step, row, block), block), values);
        _normalization.Forward(values, block, At(step, row), _normalization.Noted(At(step, row)));
    }

    /// <summary>From o, which lies where h will, to h.</summary>
    /// <param name="step">The step.</param>
    /// <param name="first">The worker's first block of units.</param>
    /// <param name="blocks">How many it has.</param>
    /// <param name="packed">Receives h as a left factor.</param>
    public void Show(int step, int first, int blocks, float* packed)
    {
        var fresh = ThreadScratch.OfThisThread.Tile((nint)TIsa.TileRows * TIsa.Lanes);
        var statistics = stackalloc (float Mean, float Scale)[TIsa.TileRows];
        for (var row = 0; row < _pass.Rows;)
        {
            var rows = Packing<TIsa, TVector>.BlockRows(_pass.Rows - row);
            for (var r = 0; r < rows; r++)
            {
                statistics[r] = _normalization.Statistics(row + r);
                if (first == 0)
                    _normalization.Note(At(step, row + r), statistics[r]);
            }
            for (var block = first; block < first + blocks; block++)
            {
                for (var r = 0; r < rows; r++)
                {
                    _normalization.Forward(_normalization.Values(row + r, block), block, At(step, row + r), statistics[r]);
                    var hidden = _pass.Hidden + At(step, row + r) * _pass.HiddenStride + block * TIsa.Lanes;
                    var shown = TIsa.Add(TIsa.Load(_normalization.Values(row + r, block)), Load(_pass.CellBias + block * TIsa.Lanes, block));
                    var next = TIsa.Multiply(TIsa.Multiply(Load(hidden, block), VectorMath<TIsa, TVector>.Tanh(shown)), Keep(step, row + r));
                    UnitBlocks<TIsa, TVector>.Store(next, hidden, Real(block));
                    TIsa.Store(next, fresh + r * TIsa.Lanes);
                }
                Packing<TIsa, TVector>.LeftBlock(
                    rows, Real(block), fresh, TIsa.Lanes, packed + (nint)row * _pass.Units + (nint)block * TIsa.Lanes * rows);
            }
            row += rows;
        }
    }

    /// <summary>From ∂L/∂h to the gradients of u and of what goes into o.</summary>
    /// <param name="step">The step.</param>
    /// <param name="first">The worker's first block of units.</param>
    /// <param name="blocks">How many it has.</param>
    /// <param name="carry">∂L/∂h from the next step, in whole vectors.</param>
    /// <param name="stride">From one row of it to the next.</param>
    public void TakeGradients(int step, int first, int blocks, float* carry, nint stride)
    {
        var one = TIsa.Splat(1f);
        var space = stackalloc float[TIsa.Lanes];
        for (var row = 0; row < _pass.Rows; row++)
        {
            for (var block = first; block < first + blocks; block++)
            {
                var (at, unit) = (At(step, row), block * TIsa.Lanes);
                var gradient = TIsa.Load(carry + row * stride + unit);
                if (_pass.HiddenGradient != null)
                    gradient = TIsa.Add(gradient, Load(_pass.HiddenGradient + at * _pass.HiddenGradientStride + unit, block));
                gradient = TIsa.Multiply(gradient, Keep(step, row));
                var output = Load(_pass.Saved + (4 * at + 2) * _pass.Units + unit, block);
                var shown = VectorMath<TIsa, TVector>.Tanh(TIsa.MultiplyAdd(
                    Load(_pass.CellNormalization!.Gains + unit, block), Load(_pass.CellNormalization.Normalized + At(step, row, block), block),
                    Load(_pass.CellBias + unit, block)));
                TIsa.Store(TIsa.Multiply(TIsa.Multiply(gradient, shown), TIsa.Multiply(output, TIsa.Subtract(one, output))), ToOutput(row, block));
                var toShown = TIsa.Multiply(TIsa.Multiply(gradient, output), TIsa.SubtractProduct(shown, shown, one));
                UnitBlocks<TIsa, TVector>.Store(toShown, _pass.ShownGradient + At(step, row, block), Real(block));
                TIsa.Store(toShown, space);
                _normalization.TakeGradients(row, block, at, space, TIsa.Lanes);
            }
        }
    }

    /// <summary>From the gradients of u to those of c.</summary>
    public void Backward(int step, int first, int blocks)
    {
        for (var row = 0; row < _pass.Rows; row++)
        {
            var (mean, slope) = _normalization.GradientStatistics(row);
            for (var block = first; block < first + blocks; block++)
                _normalization.Backward(row, block, At(step, row), mean, slope, ToCell(row, block), TIsa.Lanes);
        }
    }

    /// <summary>The gradient of what goes into o.</summary>
    public float* ToOutput(int row, int block) => _toOutput.Data + row * _normalization.Stride + (nint)block * TIsa.Lanes;

    /// <summary>The gradient of c, as far as it comes by way of h.</summary>
    public float* ToCell(int row, int block) => _normalization.Values(row, block);

    public void Dispose()
    {
        _normalization.Dispose();
        BufferPool.Return(_toOutput);
    }

    private int Real(int block) => Math.Min(TIsa.Lanes, _pass.Units - block * TIsa.Lanes);

    private nint At(int step, int row) => (nint)_pass.Time(step) * _pass.Rows + row;

    private nint At(int step, int row, int block) => At(step, row) * _pass.Units + block * TIsa.Lanes;

    private TVector Keep(int step, int row) => TIsa.Splat(_pass.Keep == null ? 1 : _pass.Keep[At(step, row)]);

    private TVector Load(float* source, int block) => UnitBlocks<TIsa, TVector>.Load(source, Real(block));
}
