using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// Products of large matrices: blocks that fit the caches are packed, then multiplied by register tiles (Goto and van de
/// Geijn 2008). Each worker has a part of the result to itself.
/// </summary>
internal sealed unsafe class MatrixProduct<TIsa, TVector> : ITeamWork
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // Numbers of a row or column that are worked on at a time: a tile's part of the left factor stays in the first-level
    // cache, a block of it in the second-level one.
    private const int BlockDepth = 256;
    private const int BlockRows = 128;
    private const int BlockColumns = 3072;

    private readonly Matrix _a;
    private readonly Matrix _b;
    private readonly Matrix _c;
    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly bool _accumulate;
    private readonly float* _scales;

    /// <summary>C (+)= op(A)·op(B), with column k of op(A) times scales[k] if there are scales and A is transposed.</summary>
    public MatrixProduct(Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, bool accumulate, float* scales)
    {
        (_a, _transposeA, _b, _transposeB, _c, _accumulate) = (a, transposeA, b, transposeB, c, accumulate);
        _scales = scales;
    }

    public void Run(int worker, int workers)
    {
        var (down, across) = Grid(workers);
        var (firstRow, rows) = TeamShare.Of(_c.Rows, worker / across, down, TIsa.TileRows);
        var (firstColumn, columns) = TeamShare.Of(_c.Columns, worker % across, across, 3 * TIsa.Lanes);
        if (rows > 0 && columns > 0)
            Multiply(firstRow, rows, firstColumn, columns);
    }

    // Down × across = workers, with pieces as square as can be.
    private (int Down, int Across) Grid(int workers)
    {
        var (best, least) = ((workers, 1), double.PositiveInfinity);
        for (var down = 1; down <= workers; down++)
        {
            if (workers % down != 0)
                continue;
            var across = workers / down;
            var (_, rows) = TeamShare.Of(_c.Rows, 0, down, TIsa.TileRows);
            var (_, columns) = TeamShare.Of(_c.Columns, 0, across, 3 * TIsa.Lanes);
            rows = Math.Max(rows, TIsa.TileRows);
            columns = Math.Max(columns, TIsa.Lanes);
            // The largest piece's arithmetic, and what packing its two factors costs.
            var cost = (double)rows * columns + 16.0 * (rows + columns);
            if (cost < least)
                (best, least) = ((down, across), cost);
        }
        return best;
    }

    private void Multiply(int firstRow, int rows, int firstColumn, int columns)
    {
        var depth = _transposeA ? _a.Rows : _a.Columns;
        var space = ThreadScratch.OfThisThread;
        var edge = space.Tile(TIsa.TileRows * 3 * TIsa.Lanes);
        if (depth == 0 && !_accumulate)
            Clear(firstRow, rows, firstColumn, columns);
        for (var column = 0; column < columns; column += BlockColumns)
        {
            var blockColumns = Math.Min(BlockColumns, columns - column);
            for (var k = 0; k < depth; k += BlockDepth)
            {
                var blockDepth = Math.Min(BlockDepth, depth - k);
                var b = space.Right((nint)Packing<TIsa, TVector>.PaddedColumns(blockColumns) * blockDepth);
                PackRight(k, blockDepth, firstColumn + column, blockColumns, b);
                for (var row = firstRow; row < firstRow + rows;)
                {
                    var blockRows = Math.Min(Math.Min(BlockRows, firstRow + rows - row), Math.Min(LeftOfGroup(_a, row), LeftOfGroup(_c, row)));
                    var a = space.Left((nint)BlockRows * BlockDepth);
                    PackLeft(row, blockRows, k, blockDepth, a);
                    var c = _c.Row(row) + firstColumn + column;
                    PackedPanels<TIsa, TVector>.Multiply(blockRows, blockColumns, blockDepth, a, blockDepth, 0, b, c, _c.Stride, _accumulate || k > 0, edge);
                    row += blockRows;
                }
            }
        }
    }

    private void Clear(int firstRow, int rows, int firstColumn, int columns)
    {
        for (var row = firstRow; row < firstRow + rows; row++)
            new Span<float>(_c.Row(row) + firstColumn, columns).Clear();
    }

    // Rows from one on that follow one another.
    private static int LeftOfGroup(Matrix matrix, int row) => matrix.Group == 0 ? int.MaxValue : matrix.Group - row % matrix.Group;

    private void PackLeft(int row, int rows, int k, int depth, float* target)
    {
        if (_transposeA)
            Packing<TIsa, TVector>.LeftTransposed(rows, depth, _a.Pointer + k * _a.Stride + row, _a.Stride, _scales == null ? null : _scales + k, target);
        else
            Packing<TIsa, TVector>.Left(rows, depth, _a.Row(row) + k, _a.Stride, target);
    }

    private void PackRight(int k, int depth, int column, int columns, float* target)
    {
        if (_transposeB)
            Packing<TIsa, TVector>.RightTransposed(depth, columns, _b.Pointer + column * _b.Stride + k, _b.Stride, target);
        else
            Packing<TIsa, TVector>.Right(depth, columns, _b.Pointer + k * _b.Stride + column, _b.Stride, target);
    }
}
