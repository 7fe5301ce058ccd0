using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate</c> shows.</summary>
internal sealed record EvaluationReport
{
    public required string Folder { get; init; }

    public required TrainedGenerator Trained { get; init; }

    public required ISequenceSet Set { get; init; }

    public required string SetName { get; init; }

    public required bool CarriesState { get; init; }

    public required LikelihoodReport Likelihood { get; init; }

    public required LikelihoodReport? Oracle { get; init; }

    public required ExposureReport? Exposure { get; init; }

    public required IQualityReport? Quality { get; init; }

    public required IReadOnlyList<(string Name, double Nll)> Baselines { get; init; }

    public required RunSummary Training { get; init; }

    private string Element => Trained.Domain.ElementName;

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        var output = terminal.Output;
        output.WriteLine($"{Folder}, step {Trained.Step:N0}, on {SetName}: {Likelihood.Elements:N0} {Element}s in {Set.Count:N0} sequences of {Set.SequenceLength:N0}, state {(CarriesState ? "carried across" : "reset at each")}");
        var ofWhole = Trained.Domain.LongestSequence is null ? "" : Line($" (standard error {Likelihood.NllOfSequence.Error:F2})");
        output.WriteLine(Line($"NLL {Likelihood.Nll:F4} nats per {Element} (standard error {Likelihood.NllError:F4}): {Format(Likelihood.Nll)}{ofWhole}"));
        foreach (var (name, nll) in Baselines)
            output.WriteLine(Line($"{name}: NLL {nll:F4}, {Format(nll)}"));
        if (Oracle is not null)
        {
            var (excess, error) = Likelihood.Excess(Oracle);
            output.WriteLine(Line($"oracle: {Bits(Oracle.Nll):F4} bits per {Element} on the same text; excess {Bits(excess):F4} (standard error {Bits(error):F4})"));
        }
        WriteTraining(output);
        WriteExposure(terminal);
        Quality?.Write(terminal);
    }

    /// <summary>For programs; likelihoods in nats per element.</summary>
    public JsonObject ToJson() => new()
    {
        ["run"] = Folder,
        ["step"] = Trained.Step,
        ["data"] = SetName,
        ["element"] = Element,
        ["elements"] = Likelihood.Elements,
        ["carry_state"] = CarriesState,
        ["nll"] = Likelihood.Nll,
        ["nll_error"] = Number(Likelihood.NllError),
        ["nll_of_sequence"] = Likelihood.NllOfSequence.Mean,
        ["nll_of_sequence_error"] = Number(Likelihood.NllOfSequence.Error),
        ["bits"] = Likelihood.Bits,
        ["perplexity"] = Number(Likelihood.Perplexity),
        ["baselines"] = new JsonArray([.. Baselines.Select(baseline => new JsonObject { ["name"] = baseline.Name, ["nll"] = baseline.Nll, ["bits"] = Bits(baseline.Nll) })]),
        ["oracle"] = Oracle is null ? null : OracleJson(Oracle),
        ["exposure"] = Exposure is null ? null : ExposureJson(Exposure),
        ["quality"] = Quality?.ToJson(),
        ["training"] = new JsonObject
        {
            ["method"] = Configuration.OptionNames.Of(Trained.Options.Method),
            ["steps"] = Training.Steps,
            ["seconds"] = Training.Seconds,
            ["generator_gate"] = Training.GeneratorGate,
            ["discriminator_gate"] = Training.DiscriminatorGate,
            ["accuracy"] = Training.Accuracy,
            ["gradient_ratio"] = Training.GradientRatio,
            ["gradient_cosine"] = Training.GradientCosine,
            ["caveat"] = Training.Caveat,
        },
    };

    private void WriteTraining(TextWriter output)
    {
        if (Training is { GeneratorGate: { } generator, DiscriminatorGate: { } discriminator, Accuracy: { } accuracy })
        {
            var ratio = Training.GradientRatio is { } value ? Line($", adversarial to likelihood gradient {value:G3}") : "";
            output.WriteLine(Line($"training: gate of G open in {generator:P1} of the steps, of D in {discriminator:P1}; accuracy of D {accuracy:F2}{ratio}"));
        }
        if (Training.Caveat is { } caveat)
            output.WriteLine(caveat);
    }

    private void WriteExposure(Terminal terminal)
    {
        if (Exposure is null)
            return;
        terminal.Output.WriteLine();
        terminal.WriteTable(
            ["free-running samples under the oracle: positions", $">bits per {Element}", ">standard error", ">made an illegal step by then"],
            Ranges(Exposure).Select(range =>
            {
                var (mean, error) = Exposure.Nll(range.From, range.To);
                return new[] { $"{range.From + 1:N0} to {range.To:N0}", Line($"{Bits(mean):F3}"), Line($"{Bits(error):F3}"), Line($"{Exposure.IllegalShare(range.To):P1}") };
            }));
        if ((Trained.Domain as ITextDomain)?.Oracle is { } oracle)
            terminal.Output.WriteLine(Line($"the language itself: {Bits(oracle.EntropyRate):F3} bits per {Element}"));
    }

    private JsonObject OracleJson(LikelihoodReport oracle)
    {
        var (excess, error) = Likelihood.Excess(oracle);
        return new()
        {
            ["nll"] = oracle.Nll,
            ["bits"] = oracle.Bits,
            ["excess_bits"] = Bits(excess),
            ["excess_bits_error"] = Number(Bits(error)),
        };
    }

    private static JsonObject ExposureJson(ExposureReport exposure) => new()
    {
        ["samples"] = exposure.FirstIllegal.Count,
        ["length"] = exposure.Length,
        ["ranges"] = new JsonArray([.. Ranges(exposure).Select(range =>
        {
            var (mean, error) = exposure.Nll(range.From, range.To);
            return new JsonObject
            {
                ["from"] = range.From,
                ["to"] = range.To,
                ["nll"] = mean,
                ["nll_error"] = Number(error),
                ["illegal_share"] = exposure.IllegalShare(range.To),
            };
        })]),
    };

    private static IEnumerable<(int From, int To)> Ranges(ExposureReport exposure) => exposure.Marks.Prepend(0).Zip(exposure.Marks);

    private string Format(double nll) => Trained.Domain.Unit.Format(nll, Element);

    private static double Bits(double nats) => LikelihoodUnit.Bits.Of(nats);

    // JSON has no NaN: a standard error of one sequence is unknown.
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
