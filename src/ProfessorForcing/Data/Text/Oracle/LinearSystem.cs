namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>Dense linear equations of the form x = A x + B, where A has non-negative rows that sum to less than one.</summary>
internal static class LinearSystem
{
    /// <summary>Adds a multiple of one row to another.</summary>
    public static void Add(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>Solves x = A x + B by Gauss-Jordan elimination; such an A needs no pivoting.</summary>
    /// <param name="rows">n rows (A | B), each n + m numbers; overwritten.</param>
    /// <returns>x: n rows of m numbers.</returns>
    public static double[][] FixedPoint(double[][] rows)
    {
        var n = rows.Length;
        for (var pivot = 0; pivot < n; pivot++)
        {
            // x_p = (the rest of its row) / (1 − a_pp), put into every other row.
            var row = rows[pivot];
            var scale = 1 / (1 - row[pivot]);
            row[pivot] = 0;
            foreach (ref var value in row.AsSpan())
                value *= scale;
            for (var other = 0; other < n; other++)
            {
                var factor = rows[other][pivot];
                if (other == pivot || factor == 0)
                    continue;
                rows[other][pivot] = 0;
                Add(rows[other], factor, row);
            }
        }
        return [.. rows.Select(row => row[n..])];
    }
}
