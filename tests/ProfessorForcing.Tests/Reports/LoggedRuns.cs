using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Reports;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Reports;

/// <summary>Made-up metrics.</summary>
internal static class LoggedRuns
{
    /// <summary>A run whose training NLL is <c>floor + 3 / step</c>, logged at steps 10, 20, …, 100 at two seconds each; validated at 50 and 100.</summary>
    public static LoggedRun Run(ForcingKind method, long seed, double floor, string folder = "run", string unit = "bpc")
    {
        var options = ExperimentCatalog.Default.Load("oracle") with { Method = method, Seed = seed };
        return LoggedRun.Of(folder, options, [.. Enumerable.Range(1, 10).Select(i => Line(10 * i, floor, method, unit))]);
    }

    private static MetricsRecord Line(long step, double floor, ForcingKind method, string unit)
    {
        var nll = floor + 3.0 / step;
        var values = new Dictionary<string, double> { ["nll"] = nll, [unit] = 0, ["seconds"] = 2.0 * step / 10, ["skipped_steps"] = step / 50 };
        if (step % 50 == 0)
            values["valid_nll"] = nll + 0.1;
        if (method == ForcingKind.Professor)
            (values["generator_gate"], values["discriminator_gate"], values["accuracy"]) = (step > 50 ? 1 : 0, 1, 0.75);
        return new(step, values);
    }
}
