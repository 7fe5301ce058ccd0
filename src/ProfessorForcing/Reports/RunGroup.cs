namespace ProfessorForcing.Reports;

/// <summary>Runs whose settings differ in nothing but the seed.</summary>
/// <param name="Runs">At least one.</param>
public sealed record RunGroup(IReadOnlyList<LoggedRun> Runs)
{
    /// <summary>Whether it has more than one seed, so that a mean over its runs means something.</summary>
    public bool IsRepeated => Runs.Select(run => run.Options.Seed).Distinct().Skip(1).Any();

    /// <summary>A number over the runs that have it; null if none has.</summary>
    public Spread? Over(Func<LoggedRun, double?> number) => Spread.Of(Runs.Select(number).OfType<double>());
}
