using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public class RunSummaryTests
{
    [Fact]
    public void A_gate_open_in_less_than_a_tenth_of_the_steps_is_no_result_of_professor_forcing()
    {
        Assert.Equal(
            "hardly professor forcing: adversarial terms reached the generator in 9.0 % of the steps (accuracy of D 0.55; see professor.generator_gate, professor.every and professor.warmup_steps)",
            Summary(200, 0.09, 0.55).Caveat);
        Assert.Null(Summary(200, 0.1, 0.55).Caveat);
    }

    [Fact]
    public void A_discriminator_that_never_judged_anything_is_named_as_the_reason() =>
        Assert.StartsWith("hardly professor forcing: the discriminator judged nothing", Summary(200, 0, accuracy: null).Caveat, StringComparison.Ordinal);

    [Fact]
    public void A_first_try_and_another_method_have_no_caveat()
    {
        Assert.Null(Summary(99, 0, 0.5).Caveat);
        Assert.Null(Summary(200, gate: null, accuracy: null).Caveat);
    }

    [Fact]
    public void Means_are_over_steps_and_that_of_the_gradients_over_steps_with_an_open_gate()
    {
        var summary = RunSummary.Of([Line(10, 0.5, 0.6, ratio: 1), Line(40, 0.1, 0.8, ratio: 3)]);
        Assert.Equal(0.2, summary.GeneratorGate!.Value, 12);
        Assert.Equal(0.75, summary.Accuracy!.Value, 12);
        Assert.Equal((5 * 1 + 3 * 3) / 8.0, summary.GradientRatio!.Value, 12);
    }

    private static RunSummary Summary(long steps, double? gate, double? accuracy) => RunSummary.Of([Line(steps, gate, accuracy)]);

    private static MetricsRecord Line(long step, double? gate, double? accuracy, double? ratio = null)
    {
        (string Name, double? Value)[] values = [("generator_gate", gate), ("accuracy", accuracy), ("gradient_ratio", ratio)];
        return new(step, values.Where(value => value.Value is not null).ToDictionary(value => value.Name, value => value.Value!.Value));
    }
}
