namespace ProfessorForcing.Data.Handwriting;

/// <summary>Solves A·X = B for a symmetric positive definite A, by Cholesky's decomposition: the normal equations of least squares.</summary>
internal static class SymmetricSystem
{
    /// <summary>Solves.</summary>
    /// <param name="matrix">A: [n, n]; what is above the diagonal is not read.</param>
    /// <param name="right">B: [n, m].</param>
    /// <returns>X: [n, m].</returns>
    /// <exception cref="ArgumentException">A is not positive definite.</exception>
    public static double[,] Solve(double[,] matrix, double[,] right)
    {
        var factor = Factor(matrix);
        var (n, columns) = (right.GetLength(0), right.GetLength(1));
        var solution = (double[,])right.Clone();
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < n; row++)
            {
                for (var k = 0; k < row; k++)
                    solution[row, column] -= factor[row, k] * solution[k, column];
                solution[row, column] /= factor[row, row];
            }
            for (var row = n - 1; row >= 0; row--)
            {
                for (var k = row + 1; k < n; k++)
                    solution[row, column] -= factor[k, row] * solution[k, column];
                solution[row, column] /= factor[row, row];
            }
        }
        return solution;
    }

    // L with L·Lᵀ = A, zero above the diagonal.
    private static double[,] Factor(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var factor = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[row, column];
                for (var k = 0; k < column; k++)
                    rest -= factor[row, k] * factor[column, k];
                if (row == column && !(rest > 0))
                    throw new ArgumentException("the matrix is not positive definite", nameof(matrix));
                factor[row, column] = row == column ? Math.Sqrt(rest) : rest / factor[column, column];
            }
        }
        return factor;
    }
}
