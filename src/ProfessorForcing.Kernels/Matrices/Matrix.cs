namespace ProfessorForcing.Kernels.Matrices;

/// <summary>A matrix of single-precision numbers somewhere in memory, row after row. What it lies in must outlive its use.</summary>
/// <param name="Data">The first number.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Stride">From one row to the next.</param>
public readonly unsafe record struct Matrix(nint Data, int Rows, int Columns, nint Stride)
{
    /// <summary>Rows that follow one another without a gap.</summary>
    public Matrix(float* data, int rows, int columns)
        : this((nint)data, rows, columns, columns)
    {
    }

    /// <summary>The first number.</summary>
    public float* Pointer => (float*)Data;

    /// <summary>Some of the rows.</summary>
    public Matrix RowsFrom(int first, int count) => this with { Data = (nint)(Pointer + first * Stride), Rows = count };

    /// <summary>Some of the columns.</summary>
    public Matrix ColumnsFrom(int first, int count) => this with { Data = (nint)(Pointer + first), Columns = count };
}
