using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Configuration;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Training;

public class CostModelTests
{
    private static readonly RecurrentDiscriminatorOptions Judge = new() { Hidden = 4, MlpLayers = 2, MlpHidden = 6 };

    // V = 5, E = 2, H = 3, B = H + E = 5, D = 4, M = 6, N·T = 2·10.
    private static readonly ExperimentOptions Small = new()
    {
        Data = new MadeData { SequenceLength = 10 },
        Generator = new() { Hidden = 3, Embedding = 2 },
        Discriminator = Judge,
        Training = new() { BatchSize = 2 },
    };

    private const double Generator = 2 * 9 * (2 + 3) + 2 * 3 * 5;                                  // 120
    private const double Discriminator = 2 * (2 * 12 * (5 + 4)) + 2 * 8 * 6 + 2 * 6 * 6 + 2 * 6;   // 612
    private const double Behaviour = 2 * (2 * 12 * 5);                                             // 240, of all rows

    private static double Flops(ExperimentOptions options, ForcingKind method) => CostModel.Of(options, new SymbolSpace(5)).FlopsPerStep(method);

    [Fact]
    public void Teacher_forcing_costs_three_forward_passes() => Assert.Equal(20 * 3 * Generator, Flops(Small, ForcingKind.Teacher));

    [Fact]
    public void Scheduled_sampling_costs_a_sampling_pass_more() => Assert.Equal(20 * 4 * Generator, Flops(Small, ForcingKind.Scheduled));

    [Fact]
    public void Professor_forcing_costs_what_its_passes_do()
    {
        const double layers = 2 * 9 * (2 + 3);
        const double judging = 2 * Discriminator + 2 * 2 * Discriminator - Behaviour;
        Assert.Equal(20 * (3 * Generator + Generator + 2 * layers + judging), Flops(Small, ForcingKind.Professor));
    }

    [Fact]
    public void A_step_of_the_small_handwriting_costs_less_than_two_of_teacher_forcing() =>
        Assert.InRange(CostModel.Of(ExperimentCatalog.Default.Load("handwriting-small"), new PenSpace(80)).Ratio(ForcingKind.Professor), 1, 2);

    [Fact]
    public void The_adversarial_part_is_spread_over_the_steps_without_it()
    {
        var teacher = Flops(Small, ForcingKind.Teacher);
        var every = Flops(Small, ForcingKind.Professor) - teacher;
        Assert.Equal(every / 4, Flops(Small with { Professor = new() { Every = 4 } }, ForcingKind.Professor) - teacher, 6);
        Assert.Equal(every / 2, Flops(Small with { Professor = new() { FreeRunningRows = 1 } }, ForcingKind.Professor) - teacher, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_a_closed_gate_leaves_out_is_not_counted(int every)
    {
        var cost = CostModel.Of(Small with { Professor = new() { Every = every } }, new SymbolSpace(5));
        double Of(double? cd, double? generator, double? discriminator, long elements = 20) => cost.FlopsOf(
            ForcingKind.Professor, new StepMetrics { Elements = elements, Nll = 1, Cd = cd, GeneratorGate = generator, DiscriminatorGate = discriminator });
        const double Layers = 2 * 9 * (2 + 3);
        const double Always = 20 * (3 * Generator + Generator + 2 * Discriminator);
        const double ForEither = 20 * 2 * (Discriminator - Behaviour);
        const double ForDiscriminator = 20 * 2 * Discriminator;
        const double ForGenerator = 20 * (Behaviour + 2 * Layers);
        Assert.Equal(20 * 3 * Generator, Of(null, 0, 0), 1e-6);
        Assert.Equal(Always, Of(1, 0, 0), 1e-6);
        Assert.Equal(Always + ForEither + ForDiscriminator, Of(1, 0, 1), 1e-6);
        Assert.Equal(Always + ForEither + ForGenerator, Of(1, 1, 0), 1e-6);
        Assert.Equal(Always + ForEither + ForGenerator + ForDiscriminator, Of(1, 1, 1), 1e-6);
        Assert.Equal((Always + ForEither + ForGenerator) / 2, Of(1, 1, 0, elements: 10), 1e-6);
        Assert.Equal(Flops(Small, ForcingKind.Teacher), CostModel.Of(Small, new SymbolSpace(5)).FlopsOf(ForcingKind.Teacher, new StepMetrics { Elements = 20, Nll = 1 }));

        // Over a run: a quarter of the steps with an adversarial part had the generator's gate open, all the discriminator's.
        var summary = new RunSummary(100, 1, null, 0, 0.25 / every, 1.0 / every, null, null, null, 0);
        Assert.Equal(
            20 * 3 * Generator + (Always - 20 * 3 * Generator + ForEither + ForDiscriminator + ForGenerator / 4) / every,
            cost.FlopsPerStep(ForcingKind.Professor, summary), 1e-6);
        Assert.Equal(cost.FlopsPerStep(ForcingKind.Professor), cost.FlopsPerStep(ForcingKind.Professor, summary with { GeneratorGate = 1.0 / every }), 1e-6);
    }

    [Fact]
    public void Recomputation_goes_forward_through_recurrent_layers_once_more_and_keeps_less()
    {
        const double Layer = 2 * 9 * (2 + 3);                                                      // 90
        const double Directions = 2 * (2 * 12 * (5 + 4));                                          // 432
        var again = Small with { Training = Small.Training with { RecomputeSteps = 4 } };
        Assert.Equal(Flops(Small, ForcingKind.Teacher) + 20 * Layer, Flops(again, ForcingKind.Teacher));
        Assert.Equal(Flops(Small, ForcingKind.Professor) + 20 * (Layer + 2 * Directions + Layer), Flops(again, ForcingKind.Professor));
        // Of each layer four numbers a unit and element are spared, three where the candidate is shown; for a chunk of both directions they are there.
        var spared = 20 * (2 * 3 * 3 + 2 * 2 * 4 * 4) - 4 * 2 * 2 * 2 * 4 * 4;
        Assert.Equal(4.0 * spared, CostModel.Of(Small, new SymbolSpace(5)).Memory.Activations - CostModel.Of(again, new SymbolSpace(5)).Memory.Activations);
    }

    [Theory]
    [InlineData(CellKind.Gru, 6, 0)]
    [InlineData(CellKind.Lstm, 8, 1)]
    public void Normalised_layers_keep_both_normalised_products_and_an_LSTMs_cell_unless_they_recompute(CellKind cell, int products, int cells)
    {
        double Activations(bool normalized, int recomputeSteps) => CostModel.Of(
            Small with
            {
                Generator = Small.Generator with { Cell = cell, LayerNorm = normalized },
                Discriminator = Judge with { Cell = cell, LayerNorm = normalized },
                Training = Small.Training with { RecomputeSteps = recomputeSteps },
            }, new SymbolSpace(5)).Memory.Activations / 4;
        var more = products + cells;
        Assert.Equal(20 * (2 * 3 * more + 2 * 2 * 4 * more), Activations(true, 0) - Activations(false, 0));
        // For a chunk of both directions they are there.
        Assert.Equal(4 * 2 * 2 * 2 * 4 * more, Activations(true, 4) - Activations(false, 4));
    }

    [Fact]
    public void The_gradient_of_the_behaviour_is_that_of_the_rows_of_each_cost_that_is_on()
    {
        double Of(double freeWeight, double teacherWeight, int projection = 0) => CostModel.Of(
            Small with
            {
                Professor = new() { FreeWeight = freeWeight, TeacherWeight = teacherWeight, Behaviour = [BehaviourFeature.Hidden, BehaviourFeature.Logits] },
                Discriminator = Small.Discriminator with { OutputProjection = projection },
            }, new SymbolSpace(5)).Passes[ForcingKind.Professor].Single(pass => pass.Pass.Contains("behaviour (", StringComparison.Ordinal)).Flops;
        Assert.Equal(20 * 2 * 2 * (2 * 12 * 8), Of(1, 1));
        Assert.Equal(20 * 2 * (2 * 12 * 8), Of(1, 0));
        Assert.Equal(20 * 2 * (2 * 12 * 8), Of(0, 1));
        // A projection's own weights need the gradient of all rows of what it puts out.
        Assert.Equal(20 * 2 * (2 * 2 * 12 * 3 + 0.5 * 2 * 5 * 4), Of(1, 0, projection: 4));
    }

    [Fact]
    public void Output_parameters_in_the_behaviour_take_the_backward_pass_through_the_output()
    {
        double Backward(params BehaviourFeature[] behaviour) =>
            CostModel.Of(Small with { Professor = new() { Behaviour = behaviour } }, new SymbolSpace(5)).Passes[ForcingKind.Professor][^1].Flops;
        Assert.Equal(20 * 2 * Generator, Backward(BehaviourFeature.Probabilities));
        Assert.Equal(20 * 2 * (Generator - 30), Backward(BehaviourFeature.Hidden));
        Assert.Equal(0, Backward(BehaviourFeature.Embedding));
    }

    [Theory]
    [InlineData(CellKind.Gru, false, 0, BehaviourFeature.Candidate, false)]
    [InlineData(CellKind.Gru, true, 0, BehaviourFeature.Candidate, true)]
    [InlineData(CellKind.Lstm, true, 3, BehaviourFeature.Probabilities, false)]
    [InlineData(CellKind.Lstm, false, 3, BehaviourFeature.Probabilities, true)]
    public void Parameters_are_those_of_the_networks(CellKind cell, bool learned, int projection, BehaviourFeature feature, bool normalized)
    {
        var options = Small with
        {
            Generator = new() { Cell = cell, Layers = 2, Hidden = 3, Embedding = 2, LearnedInitialState = learned, LayerNorm = normalized },
            Discriminator = Judge with { Cell = cell, OutputProjection = projection, LayerNorm = normalized },
            Professor = new() { Behaviour = [feature, BehaviourFeature.Embedding] },
        };
        var cost = CostModel.Of(options, new SymbolSpace(5));
        var random = new RandomStream(1, "test");
        using var generator = new RecurrentGenerator(options.Generator, new SymbolSpace(5), random, CPU);
        var shape = BehaviourView.Shape(options.Generator, 5, options.Professor, new SymbolSpace(5), null);
        using var discriminator = options.Discriminator.Create(shape, random, CPU);
        Assert.Equal(generator.Parameters.Count, cost.Parameters("generator"));
        Assert.Equal(discriminator.Parameters.Count, cost.Parameters("discriminator"));
        Assert.Equal(shape.Width, cost.BehaviourWidth);
    }

    [Fact]
    public void Memory_of_professor_forcing_holds_both_networks_and_both_passes()
    {
        var professor = CostModel.Of(Small, new SymbolSpace(5));
        var teacher = CostModel.Of(Small with { Method = ForcingKind.Teacher }, new SymbolSpace(5));
        Assert.Equal(4 * professor.Parameters("generator"), teacher.Memory.Parameters);
        Assert.Equal(4 * (professor.Parameters("generator") + professor.Parameters("discriminator")), professor.Memory.Parameters);
        Assert.True(professor.Memory.Activations > 2 * teacher.Memory.Activations);
        Assert.Equal(teacher.Memory.Parameters + teacher.Memory.Optimizer + teacher.Memory.Activations, teacher.Memory.Total);
    }
}
