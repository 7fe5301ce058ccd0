using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// Professor forcing (arXiv:1610.09038, section 2). The generator θg descends NLL + λf·Cf + λt·Ct, the discriminator θd
/// descends Cd, both from one pass of the discriminator over the behaviours of N teacher-forced and N free-running
/// sequences.
/// </summary>
public sealed class ProfessorForcing : IForcingMethod
{
    private readonly IGenerator _generator;
    private readonly IDiscriminator _discriminator;
    private readonly ProfessorForcingOptions _options;
    private readonly int _truncateSteps;
    private readonly RandomStreams _random;
    private readonly AccuracyGate _gate;
    private readonly AdversarialUpdates _updates;
    private readonly DrawnSegments? _segments;

    /// <summary>Prepares training; owns the discriminator.</summary>
    /// <param name="generator">θg.</param>
    /// <param name="discriminator">θd.</param>
    /// <param name="options">Everything the paper leaves open.</param>
    /// <param name="training">Adam's options and the gradient-norm limit.</param>
    /// <param name="random">Streams <c>dropout</c>, <c>sampling</c>, <c>segments</c> and <c>discriminator</c>.</param>
    public ProfessorForcing(
        IGenerator generator,
        IDiscriminator discriminator,
        ProfessorForcingOptions options,
        TrainingOptions training,
        RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        (_generator, _discriminator, _options, _random) = (generator, discriminator, options, random);
        _truncateSteps = training.TruncateSteps;
        _gate = new AccuracyGate(options);
        _segments = options.JudgedSegments > 0 ? new DrawnSegments(generator, options, random) : null;
        _updates = new AdversarialUpdates(generator, discriminator, options, training);
        Networks = new Dictionary<string, ParameterSet> { ["discriminator"] = discriminator.Parameters };
    }

    /// <inheritdoc/>
    public int ContinuedLength => _options.FreeRunningLength;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ParameterSet> Networks { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AdamOptimizer> Optimizers => _updates.Optimizers;

    /// <inheritdoc/>
    public StepMetrics Step(SequenceBatch batch, long step, double learningRate, SequenceBatch? continued = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (ContinuedLength > 0)
            ArgumentNullException.ThrowIfNull(continued);
        using var scope = NewDisposeScope();

        // Teacher forcing: y comes from the data. Equation 2.
        var judged = step % _options.Every == 0 ? (ContinuedLength > 0 ? continued! : batch).Take(_options.FreeRunningRows) : null;
        var masks = _generator.DrawMasks(batch.Rows, _random["dropout"]);
        var (nll, likelihoodGradients, teacherBehaviour) = TeacherForced(batch, _segments is null ? judged : null, masks);
        // A step without an adversarial part counts as one with both gates closed, so that their means are shares of all steps.
        var metrics = new StepMetrics { Elements = batch.Count, Nll = nll, GeneratorGate = 0, DiscriminatorGate = 0 };
        // b_tf = B(x, y), and b_fr = B(x, ỹ) with ỹ ~ P(y | x), of the same rows and lengths.
        if (Behaviours(judged, teacherBehaviour, masks) is not var (tied, free, lengths))           // [M, L, F]
            return _updates.Apply(likelihoodGradients, null, null, metrics, learningRate);

        // The discriminator judges both. The generator's gradient enters at b_fr, and at b_tf if Ct is on.
        var gateBefore = _gate.Save();
        // Where gradients end every k steps, a sequence of equation 2 is what one gradient covers.
        var length = batch.Lengths.Average(steps => _truncateSteps > 0 ? Math.Min(steps, _truncateSteps) : steps);
        (var discriminatorGradients, var upstream, metrics) = Judge(tied, free, lengths, step > _options.WarmupSteps, length, metrics);
        // From the behaviours on through the generator.
        var adversarialGradients = upstream is null
            ? null
            : Gradients.Of([.. Adversarial(tied, free)], _generator.Parameters, upstream);

        metrics = _updates.Apply(likelihoodGradients, adversarialGradients, discriminatorGradients, metrics, learningRate);
        if (metrics.Skipped)
            _gate.Restore(gateBefore);
        return metrics;
    }

    /// <inheritdoc/>
    public JsonObject SaveState() => new() { ["gate"] = _gate.Save() };

    /// <inheritdoc/>
    public void RestoreState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _gate.Restore(state["gate"]!.AsObject());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _updates.Dispose();
        _discriminator.Dispose();
    }

    // The NLL, its gradient, and the behaviour on real y. Unless Ct is on, nothing more of this pass is needed later.
    private (double Nll, Gradients Gradients, Behaviour? Behaviour) TeacherForced(SequenceBatch batch, SequenceBatch? judged, GeneratorMasks masks)
    {
        if (judged is null && _truncateSteps > 0 && _truncateSteps < batch.Steps)
        {
            var (sum, gradient) = TruncatedLikelihood.Of(_generator, batch, batch.Elements, masks, _truncateSteps);
            return (sum, gradient, null);
        }
        var isTied = judged is not null && _options.TeacherWeight > 0;
        using var scope = isTied ? null : NewDisposeScope();
        var teacher = _generator.Unroll(batch.Elements, _generator.InitialState(batch.Rows, batch.Text), masks);
        var nll = Objectives.Nll(teacher.LogProbability(batch.Elements), batch);
        var gradients = Gradients.Of([nll], _generator.Parameters, retainGraph: isTied);
        var behaviour = judged is null ? null : TeacherBehaviour(judged, teacher, masks);
        foreach (var value in gradients.Values.Append(behaviour?.Features).OfType<Tensor>())
            scope?.MoveToOuter(value);
        return (nll.Number(), gradients, behaviour);
    }

    // Where behaviour is of another length than the minibatch (free_running_length), the rows that were read on are gone through from the same
    // initial state, so that both halves agree in position and origin of the state.
    private Behaviour TeacherBehaviour(SequenceBatch judged, GeneratorTrace teacher, GeneratorMasks masks)
    {
        using var gradient = set_grad_enabled(_options.TeacherWeight > 0);
        if (ContinuedLength == 0)
            return new(BehaviourView.Of(_generator, teacher, _options).narrow(0, 0, judged.Rows), [.. teacher.Lengths.Take(judged.Rows)]);
        var trace = _generator.Unroll(judged.Elements, _generator.InitialState(judged.Rows, judged.Text), masks.Take(judged.Rows));
        return new(BehaviourView.Of(_generator, trace, _options), trace.Lengths);
    }

    // What is judged, and how many steps of each row are real in both halves; null if nothing is.
    private (Tensor Teacher, Tensor Free, IReadOnlyList<int> Lengths)? Behaviours(SequenceBatch? judged, Behaviour? teacher, GeneratorMasks masks)
    {
        if (judged is null)
            return null;
        if (_segments is null)
        {
            var free = FreeBehaviour(judged);
            return (teacher!.Features, free.Features, [.. judged.Lengths.Zip(teacher.Lengths, Math.Min).Zip(free.Lengths, Math.Min)]);
        }
        return _segments.Draw(judged, masks.Take(judged.Rows)) is var (real, sampled)
            ? (real, sampled, [.. Enumerable.Repeat(_options.SegmentLength, (int)real.shape[0])])
            : null;
    }

    // Behaviour on the generator's own samples, which are constants: gradient flows through the states, not the sampling.
    private Behaviour FreeBehaviour(SequenceBatch judged)
    {
        var masks = _generator.DrawMasks(judged.Rows, _random["dropout"]);
        var initial = _generator.InitialState(judged.Rows, judged.Text);
        var uniforms = FreeRunning.DrawUniforms(_generator, judged.Rows, judged.Steps, _random["sampling"]);
        using var gradient = set_grad_enabled(_options.FreeWeight > 0);
        var (_, trace, lengths) = FreeRunning.Run(_generator, initial, masks, uniforms, _options.Sampling);
        return new(BehaviourView.Of(_generator, trace, _options), lengths);
    }

    // One pass of the discriminator over both halves, and what it sends back: ∂Cd/∂θd, and the gradient of λf·Cf + λt·Ct with respect to the
    // behaviours; each null where its gate is closed.
    private (Gradients? Discriminator, IReadOnlyList<Tensor>? Behaviours, StepMetrics Metrics) Judge(
        Tensor teacherBehaviour, Tensor freeBehaviour, IReadOnlyList<int> lengths, bool isWarm, double length, StepMetrics metrics)
    {
        using var scope = NewDisposeScope();
        var isTied = _options.TeacherWeight > 0;
        var tied = Leaf(teacherBehaviour, isTied);
        var free = Leaf(freeBehaviour, _options.FreeWeight > 0);
        var (pass, verdict) = Discriminate(tied, free, lengths);
        // The discriminator reads a copy.
        if (!isTied)
        {
            tied.Dispose();
            teacherBehaviour.Dispose();
        }
        var accuracy = verdict.Accuracy();
        if (double.IsFinite(accuracy))
            _gate.Observe(accuracy);

        // Equation 1, and equations 3 and 4 with the same θd, before its update.
        var cd = Objectives.Cd(
            ForDiscriminator(verdict.Teacher), verdict.TeacherWeights, ForDiscriminator(verdict.Free), verdict.FreeWeights, _options.LabelSmoothing);
        var cf = Objectives.Cf(Clip(verdict.Free), verdict.FreeWeights);
        var ct = Objectives.Ct(Clip(verdict.Teacher), verdict.TeacherWeights);
        var generatorOpen = _gate.GeneratorOpen && isWarm;
        var (toWeights, toBehaviours) = pass.Back(
            _gate.DiscriminatorOpen ? cd : null, generatorOpen ? Cost(cf, ct, length) : null, [.. Adversarial(tied, free)],
            verdict.RowsOf(isTied, free.requires_grad));
        foreach (var value in (toWeights?.Values ?? []).Concat(toBehaviours ?? []).OfType<Tensor>())
            scope.MoveToOuter(value);
        return (toWeights, toBehaviours, metrics with
        {
            Cd = cd.Number(),
            Cf = cf.Number(),
            Ct = ct.Number(),
            Accuracy = accuracy,
            AverageAccuracy = _gate.Average,
            GeneratorGate = generatorOpen ? 1 : 0,
            DiscriminatorGate = _gate.DiscriminatorOpen ? 1 : 0,
            Clipped = verdict.ClippedShare(),
        });
    }

    // D on both halves' segments, side by side.
    private (DiscriminatorPass Pass, Verdict Verdict) Discriminate(Tensor teacher, Tensor free, IReadOnlyList<int> lengths)
    {
        var teacherHalf = Segments.Cut(teacher, lengths, _options.SegmentLength);
        var freeHalf = Segments.Cut(free, lengths, _options.SegmentLength);
        var mask = teacherHalf.Mask is null ? null : cat([teacherHalf.Mask, freeHalf.Mask!]);
        var both = Joined(teacherHalf.Behaviour, freeHalf.Behaviour);                            // [2·M·K, S, F]
        var pass = new DiscriminatorPass(_discriminator, both, mask, _random["discriminator"]);
        var rows = teacherHalf.Weights.shape[0];
        return (pass, new Verdict(
            pass.Logits.narrow(0, 0, rows), teacherHalf.Weights,
            pass.Logits.narrow(0, rows, freeHalf.Weights.shape[0]), freeHalf.Weights, _discriminator.Clip));
    }

    // Time-major, as the discriminator's recurrence reads it: otherwise that would take a copy. The halves are not needed any more.
    private static Tensor Joined(Tensor teacher, Tensor free)
    {
        using var scope = NewDisposeScope();
        var both = cat([teacher.transpose(0, 1), free.transpose(0, 1)], 1).transpose(0, 1).MoveToOuterDisposeScope();
        teacher.Dispose();
        free.Dispose();
        return both;
    }

    // Those of both halves' tensors that the generator's gradient comes from.
    private IEnumerable<Tensor> Adversarial(Tensor teacher, Tensor free) =>
        [.. _options.TeacherWeight > 0 ? [teacher] : Array.Empty<Tensor>(), .. _options.FreeWeight > 0 ? [free] : Array.Empty<Tensor>()];

    // c = clip(ℓ); D(b) = σ(c).
    private Tensor Clip(Tensor logit) => logit.ClampedTo(-_discriminator.Clip, _discriminator.Clip);

    private Tensor ForDiscriminator(Tensor logit) => _options.StraightThroughClip
        ? logit.Plus((Clip(logit) - logit).detach())
        : Clip(logit);

    // λf·Cf + λt·Ct, divided by the mean length of the sequences whose NLL is taken, whatever is judged, as that keeps their ratio to it.
    private Tensor Cost(Tensor cf, Tensor ct, double length)
    {
        var scale = _options.AdversarialScale == AdversarialScale.Paper ? 1 / length : 1;
        return cf.Times(_options.FreeWeight * scale).Plus(ct.Times(_options.TeacherWeight * scale));
    }

    private static Tensor Leaf(Tensor behaviour, bool requiresGradient) => behaviour.detach().requires_grad_(requiresGradient);

    // b, [M, L, F], and the steps of each row before it came to the end of its text.
    private sealed record Behaviour(Tensor Features, IReadOnlyList<int> Lengths);
}
