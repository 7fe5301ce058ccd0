using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Training;

/// <summary>What <c>professor train</c> says at its end.</summary>
internal sealed record TrainingReport(string Folder, IDomain Domain, TrainingResult Result)
{
    /// <summary>For people.</summary>
    public void Write(TextWriter output)
    {
        var why = Result.Reason switch
        {
            StopReason.Completed => "done",
            StopReason.TimeLimit => "stopped at the time limit",
            StopReason.Patience => "stopped, since validation no longer improves",
            _ => "interrupted; a checkpoint was saved",
        };
        output.WriteLine($"{why}: step {Result.Step:N0} after {Duration.Format(TimeSpan.FromSeconds(Result.Seconds))}");
        if (Result.BestNll is { } best)
            output.WriteLine($"best validation: {Domain.Unit.Format(best, Domain.ElementName)} at step {Result.BestStep:N0}");
        output.WriteLine(Result.Reason is StopReason.Interrupted or StopReason.TimeLimit
            ? $"go on with: professor train --resume --out {Quote(Folder)}"
            : $"sample with: professor sample {Quote(Folder)}");
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["run"] = Folder,
        ["reason"] = OptionNames.Of(Result.Reason),
        ["step"] = Result.Step,
        ["seconds"] = Result.Seconds,
        ["best_nll"] = Result.BestNll,
        ["best_bits"] = Result.BestNll is { } best ? LikelihoodUnit.Bits.Of(best) : null,
        ["best_step"] = Result.BestNll is null ? null : Result.BestStep,
    };

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
}
