namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// The Wasserstein-1 distance between the values of two sets of lines, and how it hangs on each line. Lines are independent, the values of a line
/// need not be.
/// </summary>
/// <remarks>
/// With F of N values, a value x of the first set adds (1{x ≤ t} − F(t)) / N to F's deviation from the truth at t, and so
/// ∫ sign(F(t) − G(t)) (1{x ≤ t} − F(t)) dt / N to the distance's, to first order; a line adds the sum over its values. The variance of the
/// distance is the sum of squares over lines. Where F and G hardly differ its sign is chance, and the error is too large, by up to 1.7 times.
/// </remarks>
/// <param name="Distance">The distance, in the unit of the values.</param>
/// <param name="First">What each line of the first set adds to the deviation, times √(n / (n − 1)) of its n lines with values; 0 for lines without.</param>
/// <param name="Second">The same for the second set.</param>
internal sealed record LineDistance(double Distance, double[] First, double[] Second)
{
    /// <summary>Standard error of the distance.</summary>
    public double Error => ErrorOf([(1, this)]);

    /// <summary>Standard error of a weighted sum of distances between the same two sets of lines.</summary>
    public static double ErrorOf(IReadOnlyList<(double Weight, LineDistance Distance)> sum)
    {
        return Math.Sqrt(Squares(distance => distance.First) + Squares(distance => distance.Second));

        double Squares(Func<LineDistance, double[]> side)
        {
            var lines = new double[side(sum[0].Distance).Length];
            foreach (var (weight, distance) in sum)
            {
                for (var i = 0; i < lines.Length; i++)
                    lines[i] += weight * side(distance)[i];
            }
            return lines.Sum(value => value * value);
        }
    }

    /// <summary>Between two sets.</summary>
    /// <param name="first">The values of each line, [line][value]; lines without values do not count.</param>
    /// <param name="second">The same for the other set.</param>
    public static LineDistance Between(IReadOnlyList<double>[] first, IReadOnlyList<double>[] second)
    {
        var (count1, count2) = (first.Sum(values => (long)values.Count), second.Sum(values => (long)values.Count));
        (bool IsFirst, int Line)[] owners = [.. Owners(first, true), .. Owners(second, false)];
        double[] values = [.. first.SelectMany(line => line), .. second.SelectMany(line => line)];
        Array.Sort(values, owners);
        // N M (F − G) after each value, in whole numbers, so that equal sets have a distance of exactly 0.
        var differences = new long[values.Length];
        var difference = 0L;
        for (var i = 0; i < values.Length; i++)
            differences[i] = difference += owners[i].IsFirst ? count2 : -count1;
        // Of each value x, ∫ sign(F − G) dt from x on.
        var areas = new double[values.Length];
        var distance = 0.0;
        for (var i = values.Length - 2; i >= 0; i--)
        {
            var gap = values[i + 1] - values[i];
            distance += Math.Abs(differences[i]) * gap;
            areas[i] = areas[i + 1] + Math.Sign(differences[i]) * gap;
        }
        return new(distance / count1 / count2, Influences(areas, owners, true, first, count1), Influences(areas, owners, false, second, count2));
    }

    private static IEnumerable<(bool IsFirst, int Line)> Owners(IReadOnlyList<double>[] lines, bool isFirst) =>
        lines.SelectMany((values, line) => Enumerable.Repeat((isFirst, line), values.Count));

    private static double[] Influences(double[] areas, (bool IsFirst, int Line)[] owners, bool isFirst, IReadOnlyList<double>[] lines, long count)
    {
        var mean = areas.Where((_, i) => owners[i].IsFirst == isFirst).Sum() / count;
        var present = lines.Count(values => values.Count > 0);
        var factor = (isFirst ? 1 : -1) * Math.Sqrt(present / (present - 1.0)) / count;
        var influences = new double[lines.Length];
        for (var i = 0; i < areas.Length; i++)
        {
            if (owners[i].IsFirst == isFirst)
                influences[owners[i].Line] += factor * (areas[i] - mean);
        }
        return influences;
    }
}
