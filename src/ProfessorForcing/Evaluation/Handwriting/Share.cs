namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>How many of some things are of a kind.</summary>
/// <param name="Count">Those of the kind.</param>
/// <param name="Total">All.</param>
/// <param name="Error">Standard error of the rate; null if there is none.</param>
public sealed record Share(int Count, int Total, double? Error)
{
    /// <summary>The share; null if there are no things.</summary>
    public double? Rate => Total == 0 ? null : (double)Count / Total;

    /// <summary>Of independent things, with the binomial standard error √(p (1 − p) / n), which is 0 where all or none are of the kind.</summary>
    /// <param name="things">Whether each is.</param>
    internal static Share Of(IEnumerable<bool> things)
    {
        var all = things.ToArray();
        var count = all.Count(isOfKind => isOfKind);
        return new(count, all.Length, all.Length == 0 ? null : Math.Sqrt((double)count / all.Length * (all.Length - count) / all.Length / all.Length));
    }

    /// <summary>Of things that come in independent groups, with the standard error from group to group (linearisation of the ratio).</summary>
    /// <param name="groups">Of each group, those of the kind and all.</param>
    internal static Share Of(IEnumerable<(int Count, int Total)> groups)
    {
        var all = groups.ToArray();
        var (count, total) = (all.Sum(group => group.Count), all.Sum(group => group.Total));
        if (total == 0 || all.Length < 2)
            return new(count, total, null);
        var squares = all.Select(group => group.Count - (double)count / total * group.Total).Sum(residual => residual * residual);
        return new(count, total, Math.Sqrt(squares * all.Length / (all.Length - 1)) / total);
    }
}
