using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// The sums of a matrix's columns, or of those of its product with another number by number, with each row times a number if there are
/// numbers. Each worker has some columns.
/// </summary>
internal sealed unsafe class ColumnSums : ITeamWork
{
    private readonly Matrix _a;
    private readonly Matrix? _b;
    private readonly float* _scales;
    private readonly float* _sums;

    public ColumnSums(Matrix a, Matrix? b, float* scales, float* sums)
    {
        (_a, _b) = (a, b);
        _scales = scales;
        _sums = sums;
    }

    public void Run(int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_a.Columns, worker, workers, ScaledRow.Tile);
        var sums = new Span<float>(_sums + first, count);
        sums.Clear();
        for (var row = 0; row < _a.Rows; row++)
        {
            var a = Part(_a);
            var scale = _scales == null ? 1 : _scales[row];
            if (_b is { } b)
                ScaledRow.AddProduct(a, Part(b), scale, sums);
            else
                ScaledRow.Add(a, scale, sums);
            ReadOnlySpan<float> Part(Matrix matrix) => new(matrix.Pointer + row * matrix.Stride + first, count);
        }
    }
}
