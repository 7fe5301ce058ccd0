using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor score RUN --data FILE</c>: the log-probability of each element of a text, an image, ….</summary>
internal static class ScoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new TrainedRun(terminal);
        var data = new Option<string>("--data")
        {
            HelpName = "FILE",
            Description = "What to score, read from the initial state on: a UTF-8 text, for images a PNG image or its beginning.",
            Required = true,
        }.NotEmpty();
        var json = CommandLine.Json();
        var command = run.AddTo(new Command("score", "Write the log-probability of each element of a text or image, in nats."));
        command.Add(data);
        command.Add(json);
        command.SetAction(result =>
        {
            using var trained = run.Load(result);
            var (domain, path) = (TrainedRun.Symbols(trained.Domain, "score"), result.GetValue(data)!);
            var elements = domain.ReadFile(path);
            if (elements.Length == 0)
                throw new InputDataException($"'{path}' has no {domain.ElementName}s");
            var scores = LikelihoodEvaluator.Score(trained.Generator, elements);
            var labels = elements.Select(domain.Label).ToArray();
            if (result.GetValue(json))
                terminal.WriteJson(ToJson(domain.ElementName, labels, scores));
            else
                Write(terminal.Output, domain.ElementName, labels, scores);
        });
        return command;
    }

    // Tab-separated, so that other programs can read it; a line end is written as \n.
    private static void Write(TextWriter output, string elementName, string[] labels, double[] scores)
    {
        output.WriteLine($"position\t{elementName}\tlog_probability");
        for (var i = 0; i < scores.Length; i++)
            output.WriteLine($"{i}\t{Escape(labels[i])}\t{scores[i].ToString("G9", CultureInfo.InvariantCulture)}");
    }

    private static JsonObject ToJson(string elementName, string[] labels, double[] scores) => new()
    {
        ["element"] = elementName,
        ["count"] = scores.Length,
        ["nll"] = -scores.Average(),
        ["bits"] = LikelihoodUnit.Bits.Of(-scores.Average()),
        ["scores"] = new JsonArray([.. labels.Zip(scores, (label, score) => new JsonObject { ["element"] = label, ["log_probability"] = score })]),
    };

    private static string Escape(string label) => label
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal);
}
