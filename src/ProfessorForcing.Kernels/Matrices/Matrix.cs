namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// A matrix of single-precision numbers somewhere in memory, row after row, or groups of rows at equal distances. What it lies in must outlive
/// its use.
/// </summary>
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

    /// <summary>Rows of a group; 0 where all follow one another.</summary>
    public int Group { get; private init; }

    /// <summary>From the first row of one group to that of the next.</summary>
    private nint GroupStride { get; init; }

    /// <summary>The first number.</summary>
    public float* Pointer => (float*)Data;

    /// <summary>The first number of a row.</summary>
    public float* Row(int row) => Pointer + (Group == 0 ? row * Stride : row / Group * GroupStride + row % Group * Stride);

    /// <summary>Some of the rows, which must follow one another.</summary>
    public Matrix RowsFrom(int first, int count) => this with { Data = (nint)(Pointer + first * Stride), Rows = count };

    /// <summary>Of rows that follow one another some of every so many, such as some sequences' of a time-major array.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="of">Of how many each time.</param>
    public Matrix RowsOfEach(int first, int count, int of) => count == of
        ? this
        : RowsFrom(first, Rows / of * count) with { Group = count, GroupStride = of * Stride };

    /// <summary>Some of the columns.</summary>
    public Matrix ColumnsFrom(int first, int count) => this with { Data = (nint)(Pointer + first), Columns = count };
}
