namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// The Wasserstein-1 distance between two sets of numbers: how far the numbers of one have to be moved on average to become those of the other, which
/// is the area between the two distribution functions, ∫ |F(x) − G(x)| dx. Sets of unequal size are compared as distributions. Between finite sets
/// of one and the same distribution it is above 0, and the less so the larger they are.
/// </summary>
public static class WassersteinDistance
{
    /// <summary>Between two sets, in the unit of the numbers.</summary>
    /// <param name="first">Finite numbers, at least one.</param>
    /// <param name="second">Finite numbers, at least one.</param>
    public static double Between(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfZero(second.Count, nameof(second));
        if (!first.Concat(second).All(double.IsFinite))
            throw new ArgumentException("Not all numbers are finite.", nameof(first));
        return LineDistance.Between([[.. first]], [[.. second]]).Distance;
    }
}
