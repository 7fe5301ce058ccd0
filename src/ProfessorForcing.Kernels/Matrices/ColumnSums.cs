using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// The sums of a matrix's columns, or of those of its product with another number by number, with each row times a number if there are
/// numbers. Each worker has some columns. Rows are added up in blocks, and then the blocks: among very many rows a single sum would lose digits.
/// </summary>
internal sealed unsafe class ColumnSums : ITeamWork
{
    private const int BlockRows = 256;

    private readonly Matrix _a;
    private readonly Matrix? _b;
    private readonly float* _scales;
    private readonly float* _sums;
    private readonly bool _accumulate;

    public ColumnSums(Matrix a, Matrix? b, float* scales, float* sums, bool accumulate)
    {
        (_a, _b, _accumulate) = (a, b, accumulate);
        _scales = scales;
        _sums = sums;
    }

    public void Run(int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_a.Columns, worker, workers, ScaledRow.Tile);
        var sums = new Span<float>(_sums + first, count);
        if (!_accumulate)
            sums.Clear();
        if (_a.Rows <= BlockRows)
        {
            Add(0, _a.Rows, first, sums);
            return;
        }
        var block = new Span<float>(ThreadScratch.OfThisThread.Tile(count), count);
        for (var row = 0; row < _a.Rows; row += BlockRows)
        {
            block.Clear();
            Add(row, Math.Min(BlockRows, _a.Rows - row), first, block);
            ScaledRow.Add(block, 1, sums);
        }
    }

    private void Add(int from, int rows, int first, Span<float> sums)
    {
        for (var row = from; row < from + rows; row++)
        {
            var a = new ReadOnlySpan<float>(_a.Row(row) + first, sums.Length);
            var scale = _scales == null ? 1 : _scales[row];
            if (_b is { } b)
                ScaledRow.AddProduct(a, new ReadOnlySpan<float>(b.Row(row) + first, sums.Length), scale, sums);
            else
                ScaledRow.Add(a, scale, sums);
        }
    }
}
