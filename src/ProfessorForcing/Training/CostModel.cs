using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;

namespace ProfessorForcing.Training;

/// <summary>
/// What training costs, from the options alone: parameters, memory, and floating-point operations of each pass of a
/// step. Only matrix products count, 2·m·n·k each.
/// <para>
/// One element of one sequence, forward: a GRU layer 2·3H·(I + H), an LSTM layer 2·4H·(I + H), the output 2·H·P; in the
/// discriminator each direction 2·3D·(B + D) with B the width of the behaviour, the MLP 2·2D·M + 2·M·M + …, the logit
/// 2·M. A backward pass for weights and inputs costs twice the forward pass, for only one of them once.
/// </para>
/// <para>
/// Teacher forcing, N sequences of T elements: forward F and backward 2F over N·T. Scheduled sampling: a sampling pass F
/// besides. Professor forcing, with R free-running sequences of L elements: besides teacher forcing, a free-running pass F over R·L,
/// which samples and keeps what happens; the discriminator over 2·R·L, forward and once backward, for its weights (Cd) and for the
/// behaviour (Cf and Ct, of the rows of each that is on); and for Cf (and as much again for Ct) a backward pass 2F over R·L through the parts below the
/// behaviour. <c>professor.every</c> divides all but the teacher-forcing part. Where segments are drawn (<c>professor.judged_segments</c>), both halves are read
/// or run through over their whole length, and drawn segments once more; the discriminator and the ways back are over those only.
/// </para>
/// <para>
/// Where gates are recomputed (<c>training.recompute_steps</c>), each backward pass through a recurrent layer goes forward through it once more.
/// </para>
/// <para>
/// That is what the kernels do on the CPU; a convolutional discriminator goes back once for each network there, too. With torch operations, on other devices, the free-running pass is done twice, and the
/// discriminator goes back once for each network. The lowest layer's W_ih·x counts for every element, though the kernels look it up
/// in a table of all symbols.
/// </para>
/// </summary>
public sealed record CostModel
{
    private const int BytesPerValue = 4;

    private readonly int _every;

    private CostModel(int every) => _every = every;

    /// <summary>The parts of both networks.</summary>
    public required IReadOnlyList<PartCost> Parts { get; init; }

    /// <summary>Width B of the behaviour that the discriminator sees.</summary>
    public required int BehaviourWidth { get; init; }

    /// <summary>The passes of a step of each method.</summary>
    public required IReadOnlyDictionary<ForcingKind, IReadOnlyList<PassCost>> Passes { get; init; }

    /// <summary>Memory of a step of the experiment's own method.</summary>
    public required MemoryEstimate Memory { get; init; }

    /// <summary>Real elements N·T that one step learns from.</summary>
    public required long ElementsPerStep { get; init; }

    /// <summary>Floating-point operations of a step with both gates open.</summary>
    public double FlopsPerStep(ForcingKind method) => Passes[method].Sum(pass => pass.Flops);

    /// <summary>Floating-point operations of a run's steps on average: what a closed gate left out does not count.</summary>
    public double FlopsPerStep(ForcingKind method, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Sum(method, 1.0 / _every, summary.GeneratorGate, summary.DiscriminatorGate);
    }

    /// <summary>Floating-point operations of one step that was done, in proportion to the elements that its minibatch had.</summary>
    public double FlopsOf(ForcingKind method, StepMetrics step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Sum(method, step.Cd is null ? 0 : 1, step.GeneratorGate, step.DiscriminatorGate) * step.Elements / ElementsPerStep;
    }

    /// <summary>Floating-point operations for each real element.</summary>
    public double FlopsPerElement(ForcingKind method) => FlopsPerStep(method) / ElementsPerStep;

    /// <summary>How many times a step of teacher forcing a step costs.</summary>
    public double Ratio(ForcingKind method) => FlopsPerStep(method) / FlopsPerStep(ForcingKind.Teacher);

    /// <summary>Number of parameters of a network.</summary>
    public long Parameters(string network) => Parts.Where(part => part.Network == network).Sum(part => part.Parameters);

    /// <summary>Works out the cost of an experiment.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="space">What an element is.</param>
    public static CostModel Of(ExperimentOptions options, ElementSpace space)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(space);
        var shape = ForcingMethods.Shape(options, space);
        PartCost[] generator = [.. NetworkParts.Of(options.Generator, space, ForcingMethods.CandidateLayers(options), Recomputes(options))];
        PartCost[] discriminator = [.. NetworkParts.Of(options.Discriminator, shape, Recomputes(options))];
        var elements = (long)options.Training.BatchSize * options.Data.SequenceLength;
        var forward = generator.Sum(part => part.ForwardFlops);
        PassCost[] teacher =
        [
            new("generator forward, teacher-forced", elements * forward),
            new("generator backward, NLL", 2 * elements * forward),
            .. Again(options, "generator forward again, for NLL", elements, generator, PassOccasion.Always),
        ];
        return new CostModel(options.Professor.Every)
        {
            Parts = [.. generator, .. discriminator],
            BehaviourWidth = shape.Width,
            ElementsPerStep = elements,
            Passes = new Dictionary<ForcingKind, IReadOnlyList<PassCost>>
            {
                [ForcingKind.Teacher] = teacher,
                [ForcingKind.Scheduled] = [new("sampling", elements * forward), .. teacher],
                [ForcingKind.Professor] = [.. teacher, .. AdversarialPasses(options, generator, discriminator, shape)],
            },
            Memory = EstimateMemory(options, generator, discriminator, shape.Width),
        };
    }

    private static IEnumerable<PassCost> AdversarialPasses(
        ExperimentOptions options, PartCost[] generator, PartCost[] discriminator, BehaviourShape shape)
    {
        var professor = options.Professor;
        var (rows, length) = FreeRunning(options);
        var run = (double)rows * length / professor.Every; // of the free-running half, on average over steps
        var elements = run * Judged(professor, length);
        var forward = generator.Sum(part => part.ForwardFlops);
        var judge = discriminator.Sum(part => part.ForwardFlops);
        var costs = (professor.FreeWeight > 0 ? 1 : 0) + (professor.TeacherWeight > 0 ? 1 : 0);
        yield return new("generator free-running", run * forward, PassOccasion.Adversarial);
        if (professor.FreeRunningLength > 0 || professor.JudgedSegments > 0)
            yield return new("generator forward, teacher-forced at the free-running length", run * forward, PassOccasion.Adversarial);
        if (professor.JudgedSegments > 0)
            yield return new("generator forward again, drawn segments", 2 * elements * forward, PassOccasion.Adversarial);
        yield return new("discriminator forward", 2 * elements * judge, PassOccasion.Adversarial);
        foreach (var again in Again(options, "discriminator forward again", 2 * elements, discriminator, PassOccasion.AnyOpen))
            yield return again;
        var behaviour = NetworkParts.BehaviourProducts(options.Discriminator, shape, share: costs / 2.0);
        if (NetworkParts.GoesBackOnce(options.Discriminator))
        {
            yield return new("discriminator backward, states", 2 * elements * (judge - NetworkParts.BehaviourProducts(options.Discriminator, shape)), PassOccasion.AnyOpen);
            yield return new("discriminator backward, weights (Cd)", 2 * elements * judge, PassOccasion.DiscriminatorOpen);
            yield return new("discriminator backward, behaviour (Cf and Ct)", 2 * elements * behaviour, PassOccasion.GeneratorOpen);
        }
        else
        {
            var inner = judge - NetworkParts.BehaviourProducts(options.Discriminator, shape);
            yield return new("discriminator backward, Cd", 2 * elements * (judge + inner), PassOccasion.DiscriminatorOpen);
            yield return new("discriminator backward, Cf and Ct", 2 * elements * judge, PassOccasion.GeneratorOpen);
        }
        var below = NetworkParts.BelowBehaviour(generator, options.Generator, professor);
        foreach (var again in Again(options, "generator forward again, for Cf and Ct", costs * elements, below, PassOccasion.GeneratorOpen))
            yield return again;
        yield return new("generator backward, Cf and Ct", 2 * costs * elements * below.Sum(part => part.ForwardFlops), PassOccasion.GeneratorOpen);
    }

    private static bool Recomputes(ExperimentOptions options) => options.Training.RecomputeSteps > 0;

    // What recurrent layers compute again on the way back.
    private static PassCost[] Again(ExperimentOptions options, string name, double elements, IEnumerable<PartCost> parts, PassOccasion occasion) =>
        Recomputes(options) ? [new(name, elements * parts.Where(part => part.IsRecurrent).Sum(part => part.ForwardFlops), occasion)] : [];

    // From the shares of steps with an adversarial part and with each gate open; null where the method has no gates.
    private double Sum(ForcingKind method, double adversarial, double? generatorOpen, double? discriminatorOpen) =>
        Passes[method].Sum(pass => pass.Flops * pass.Occasion switch
        {
            PassOccasion.Adversarial => _every * adversarial,
            PassOccasion.GeneratorOpen => _every * generatorOpen ?? 0,
            PassOccasion.DiscriminatorOpen => _every * discriminatorOpen ?? 0,
            // Of steps on average it is at least that: where one gate is open the other mostly is, too.
            PassOccasion.AnyOpen => _every * Math.Max(generatorOpen ?? 0, discriminatorOpen ?? 0),
            _ => 1,
        });

    // Share of the steps that is judged, where rows do not end before.
    private static double Judged(ProfessorForcingOptions professor, int length) =>
        professor.JudgedSegments == 0 ? 1 : Math.Min(1, (double)professor.JudgedSegments * professor.SegmentLength / length);

    private static (int Rows, int Length) FreeRunning(ExperimentOptions options) =>
    (
        options.Professor.FreeRunningRows > 0 ? options.Professor.FreeRunningRows : options.Training.BatchSize,
        options.Professor.BehaviourLength(options.Data.SequenceLength)
    );

    // Each network: parameters, gradient, two moments. Professor forcing keeps the two gradients of the generator apart.
    private static MemoryEstimate EstimateMemory(ExperimentOptions options, PartCost[] generator, PartCost[] discriminator, int behaviourWidth)
    {
        var elements = (double)options.Training.BatchSize * options.Data.SequenceLength;
        var weights = generator.Sum(part => (double)part.Parameters);
        var (parameters, optimizer) = (weights, 3 * weights);
        var activations = elements * generator.Sum(part => part.Activations);
        // Of the largest layer, while the way back is in it.
        double Chunk(double rows, int length, PartCost[] parts) => rows * Math.Min(options.Training.RecomputeSteps, length) * parts
            .Where(part => part.IsRecurrent).Select(part => NetworkParts.GateValues(part.Cell!.Value, part.Outputs, part.IsNormalized)).DefaultIfEmpty().Max();
        var chunk = Chunk(options.Training.BatchSize, options.Data.SequenceLength, generator);
        if (options.Method == ForcingKind.Professor)
        {
            var (rows, length) = FreeRunning(options);
            var judged = discriminator.Sum(part => (double)part.Parameters);
            parameters += judged;
            optimizer += 3 * judged + weights + (options.Professor.AdversarialOptimizer == AdversarialOptimizer.Separate ? 2 * weights : 0);
            // The behaviour is kept on its own and joined for both halves.
            var share = Judged(options.Professor, length);
            chunk = Math.Max(chunk, Chunk(4.0 * rows * share, length, discriminator));
            activations += rows * length * share * (generator.Sum(part => part.Activations) + 2 * (2 * behaviourWidth + discriminator.Sum(part => part.Activations)));
        }
        return new(BytesPerValue * parameters, BytesPerValue * optimizer, BytesPerValue * (activations + chunk));
    }
}
