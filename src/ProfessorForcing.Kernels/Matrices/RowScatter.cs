using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>Adds rows of one matrix to chosen rows of another. Each worker has some columns, so that sums come in the same order however many there are.</summary>
internal sealed unsafe class RowScatter : ITeamWork
{
    private readonly Matrix _a;
    private readonly long* _rows;
    private readonly Matrix _target;
    private readonly float* _scales;

    public RowScatter(Matrix a, long* rows, Matrix target, float* scales)
    {
        (_a, _target) = (a, target);
        _rows = rows;
        _scales = scales;
    }

    public void Run(int worker, int workers)
    {
        var (first, count) = TeamShare.Of(_a.Columns, worker, workers, ScaledRow.Tile);
        for (var row = 0; row < _a.Rows; row++)
        {
            var target = new Span<float>(_target.Row((int)_rows[row]) + first, count);
            ScaledRow.Add(new ReadOnlySpan<float>(_a.Row(row) + first, count), _scales == null ? 1 : _scales[row], target);
        }
    }
}
