using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Normalization;

/// <summary>Normalises the rows of a matrix, or takes their gradients back. Each worker has some rows.</summary>
internal readonly unsafe struct NormalizedRows : ITeamWork
{
    private readonly Matrix _rows;
    private readonly SumsNormalization _normalization;
    private readonly nint _first;
    private readonly bool _isBackward;

    /// <summary>Normalises rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="normalization">What is kept of them, and where.</param>
    /// <param name="first">The first row's place there.</param>
    /// <param name="isBackward">Whether they are gradients.</param>
    public NormalizedRows(Matrix rows, SumsNormalization normalization, nint first, bool isBackward) =>
        (_rows, _normalization, _first, _isBackward) = (rows, normalization, first, isBackward);

    public void Run(int worker, int workers)
    {
        var columns = _rows.Columns;
        var gains = new ReadOnlySpan<float>(_normalization.Gains, columns);
        var (first, count) = TeamShare.Of(_rows.Rows, worker, workers, 1);
        for (var row = first; row < first + count; row++)
        {
            var x = new Span<float>(_rows.Pointer + row * _rows.Stride, columns);
            var at = _first + row;
            var normalized = _normalization.Normalized == null ? [] : new Span<float>(_normalization.Normalized + at * columns, columns);
            if (_isBackward)
                NormalizedRow.Backward(x, gains, normalized, _normalization.Scales[at]);
            else
            {
                var scale = NormalizedRow.Forward(x, gains, normalized);
                if (_normalization.Scales != null)
                    _normalization.Scales[at] = scale;
            }
        }
    }
}
