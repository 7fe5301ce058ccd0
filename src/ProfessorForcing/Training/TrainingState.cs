using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Training;

/// <summary>Where training stands, besides networks, optimisers and the method's own state: all of it is in every checkpoint.</summary>
public sealed class TrainingState
{
    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>Seconds spent so far, validation and saving included.</summary>
    public double Seconds { get; set; }

    /// <summary>Steps left out so far because a loss or gradient was not finite.</summary>
    public long SkippedSteps { get; set; }

    /// <summary>Best validation NLL in nats per element; null before the first validation.</summary>
    public double? BestNll { get; set; }

    /// <summary>The step it was measured at.</summary>
    public long BestStep { get; set; }

    /// <summary>
    /// What patience and the plateau schedule compare with: the best validation NLL at multiples of <c>validate_every</c>. The last step validates
    /// anywhere, but a run that goes on from there is not to differ from one that never ended.
    /// </summary>
    public double? ScheduledNll { get; set; }

    /// <summary>Validations since that, at multiples of <c>validate_every</c>.</summary>
    public int ValidationsSinceBest { get; set; }

    /// <summary>Product of the plateau schedule's decays.</summary>
    public double PlateauFactor { get; set; } = 1;

    /// <summary>Averages since the last line of metrics.</summary>
    public MetricsAverager Averages { get; } = new();

    /// <summary>The state as JSON.</summary>
    public JsonObject Save(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new JsonObject
        {
            ["seconds"] = Seconds,
            ["skipped_steps"] = SkippedSteps,
            ["best_nll"] = BestNll,
            ["best_step"] = BestStep,
            ["scheduled_nll"] = ScheduledNll,
            ["validations_since_best"] = ValidationsSinceBest,
            ["plateau_factor"] = PlateauFactor,
            ["averages"] = Averages.Save(),
            ["random"] = new JsonObject(random.States.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Write(pair.Value)))),
        };
    }

    /// <summary>Takes back what <see cref="Save"/> gave at a step.</summary>
    public void Restore(long step, JsonObject state, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        Step = step;
        Seconds = state["seconds"]!.GetValue<double>();
        SkippedSteps = state["skipped_steps"]!.GetValue<long>();
        BestNll = state["best_nll"]?.GetValue<double>();
        BestStep = state["best_step"]!.GetValue<long>();
        ScheduledNll = state["scheduled_nll"]?.GetValue<double>();
        ValidationsSinceBest = state["validations_since_best"]!.GetValue<int>();
        PlateauFactor = state["plateau_factor"]!.GetValue<double>();
        Averages.Restore(state["averages"]!.AsObject());
        random.Restore(state["random"]!.AsObject().ToDictionary(pair => pair.Key, pair => Read(pair.Value!.AsArray())));
    }

    // As hexadecimal text: JSON numbers do not hold 64 bits everywhere.
    private static JsonArray Write(RandomState state) => [Hex(state.S0), Hex(state.S1), Hex(state.S2), Hex(state.S3)];

    private static string Hex(ulong word) => word.ToString("x16", CultureInfo.InvariantCulture);

    private static RandomState Read(JsonArray words)
    {
        ulong Word(int i) => ulong.Parse(words[i]!.GetValue<string>(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new RandomState(Word(0), Word(1), Word(2), Word(3));
    }
}
