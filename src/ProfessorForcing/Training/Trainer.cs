using System.Text.Json.Nodes;

using ProfessorForcing.Autograd;
using ProfessorForcing.Configuration;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Parameters;
using ProfessorForcing.Storage;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>
/// Trains in a run folder: minibatches through a training method, metrics, validation, samples, checkpoints. On the CPU,
/// N steps, an end of the process at any moment, and M more from the last checkpoint give bit for bit what N + M steps
/// give, on the same machine with the same number of threads.
/// </summary>
public sealed class Trainer
{
    private readonly TrainingSetup _setup;
    private readonly ExperimentOptions _options;
    private readonly OptionKinds _kinds;
    private readonly RunFolder _run;
    private readonly CheckpointStore _checkpoints;
    private readonly ITrainingObserver _observer;
    private readonly DataOrder _order;
    private readonly TrainingState _state = new();
    private readonly JsonObject _fingerprint;
    private readonly CostModel _cost;
    private bool _hasLearned; // since the last checkpoint

    /// <summary>Gets ready to train.</summary>
    /// <param name="setup">What is trained; stays the caller's.</param>
    /// <param name="run">Where everything is written; locked by the caller.</param>
    /// <param name="kinds">The kinds of data there are.</param>
    /// <param name="observer">Is told how it goes.</param>
    public Trainer(TrainingSetup setup, RunFolder run, OptionKinds kinds, ITrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(observer);
        (_setup, _options, _run, _kinds, _observer) = (setup, setup.Options, run, kinds, observer);
        _checkpoints = run.OpenCheckpoints(observer.OnWarning, _options.Training.KeepCheckpoints);
        _order = new DataOrder(setup.Random.Seed, setup.Train.Count, _options.Training.BatchSize);
        _fingerprint = DataFingerprint.Of(setup.Train, setup.Valid);
        _cost = CostModel.Of(_options, setup.Domain.Elements);
    }

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>Seconds spent so far, over all parts of the run.</summary>
    public double Seconds => _state.Seconds;

    private IEnumerable<KeyValuePair<string, ParameterSet>> Networks => _setup.Method.Networks.Prepend(new("generator", _setup.Generator.Parameters));

    /// <summary>
    /// Goes on from the newest good checkpoint; from the start, the weights of another run if it has any, if the run was ended
    /// before its first one.
    /// </summary>
    /// <exception cref="StorageException">Every checkpoint is damaged or gone, or the newest does not fit the configuration; the other run is gone.</exception>
    /// <exception cref="InputDataException">The data are no longer those that the run was trained on.</exception>
    public void Resume()
    {
        if (_checkpoints.Steps.Count > 0)
        {
            using var checkpoint = _checkpoints.LoadNewest(Check);
            if (!DataFingerprint.MayEqual(checkpoint.State["data"] as JsonObject, _fingerprint))
                throw new InputDataException($"the data have changed since {checkpoint.Folder} was saved: bring the old ones back, or start a new run from its weights with --init-from {_run.Root}");
            checkpoint.File(CheckpointFiles.Generator).ReadInto(_setup.Generator.Parameters);
            foreach (var (name, parameters) in _setup.Method.Networks)
                checkpoint.File(name + CheckpointFiles.Extension).ReadInto(parameters);
            foreach (var optimizer in _setup.Method.Optimizers)
            {
                foreach (var (name, value) in optimizer.Moments)
                    checkpoint.File(CheckpointFiles.Optimizers).ReadInto($"{optimizer.Name}.{name}", value);
                optimizer.Updates = checkpoint.State["updates"]![optimizer.Name]!.GetValue<long>();
            }
            _setup.Method.RestoreState(checkpoint.State["method"]!.AsObject());
            _setup.InitializedFrom = checkpoint.State["initialized_from"]?.GetValue<string>();
            _state.Restore(checkpoint.Step, checkpoint.State["training"]!.AsObject(), _setup.Random);
        }
        else if (_run.ReadMetrics().LastOrDefault() is { Step: var step })
        {
            throw new CheckpointException($"{_run.CheckpointsPath} has no checkpoint, though {_run.MetricsPath} goes to step {step}: bring one back, or begin anew with --force");
        }
        else if (_run.Origin is { } origin)
        {
            _setup.InitializeFrom(origin, _observer.OnWarning);
        }
        _run.TruncateAfter(_state.Step, _observer.OnWarning);
    }

    /// <summary>Trains until there is a reason to stop, and saves a checkpoint.</summary>
    /// <param name="limit">Most time the run may take, over all its parts; null for no limit.</param>
    /// <param name="stop">Asks to stop at the next step.</param>
    /// <exception cref="TrainingDivergedException">Too many steps were left out; what was reached is saved if it is sound.</exception>
    /// <exception cref="StorageWriteException">Something could not be written; earlier checkpoints are there.</exception>
    public TrainingResult Run(TimeSpan? limit = null, CancellationToken stop = default)
    {
        if (_options.Training.RecomputeSteps > 0 && !TensorMemory.HasKernels(_setup.Generator.Parameters.Values[0]))
            _observer.OnWarning($"training.recompute_steps is not used on {_setup.Generator.Parameters.Device}: gates are kept");
        using var log = new TrainingLog(_run);
        var clock = new TrainingClock(_state, metrics => _cost.FlopsOf(_options.Method, metrics));
        if (_state.Step == 0)
            Save(clock, isBest: false);
        var reason = ReasonToStop(clock, limit, stop);
        while (reason is null)
        {
            var metrics = clock.Measure(DoStep);
            var isBest = Report(log, clock);
            if (metrics.Skipped && _state.SkippedSteps >= _options.Training.MaxSkippedSteps)
                throw GiveUp(clock, isBest);
            reason = ReasonToStop(clock, limit, stop);
            if (isBest || reason is not null || _state.Step % _options.Training.CheckpointEvery == 0)
                Save(clock, isBest);
        }
        return new TrainingResult(reason.Value, _state.Step, _state.BestNll, _state.BestStep, _state.Seconds);
    }

    // What is whole may still be another run's, or from other settings.
    private void Check(Checkpoint checkpoint)
    {
        if (TrainedGenerator.SeedOf(checkpoint.File(CheckpointFiles.Generator), new ExperimentCatalog(_kinds)) is var seed && seed != _options.Seed)
            throw new CheckpointException($"it belongs to another run, of seed {seed}");
        if (!TrainedGenerator.IsFor(checkpoint.File(CheckpointFiles.Generator), _setup.Domain))
            throw new CheckpointException("its generator was trained on other elements (another vocabulary, or for images another size, other coordinates or another rule for ink) than the data have now");
        if (Networks.FirstOrDefault(network => !checkpoint.File(network.Key + CheckpointFiles.Extension).Fits(network.Value)) is { Key: { } name })
            throw new CheckpointException($"its {name} has another shape than config.json says");
        var optimizers = checkpoint.File(CheckpointFiles.Optimizers);
        foreach (var optimizer in _setup.Method.Optimizers)
        {
            if (checkpoint.State["updates"]?[optimizer.Name] is null || !optimizer.Moments.All(moment => optimizers.Contains($"{optimizer.Name}.{moment.Name}")))
                throw new CheckpointException($"it has no state of the optimiser '{optimizer.Name}'");
        }
    }

    private StepMetrics DoStep()
    {
        using var scope = NewDisposeScope();
        var step = _state.Step + 1;
        var indices = _order.At(step);
        var (length, device) = (_setup.Method.ContinuedLength, _setup.Generator.Parameters.Device);
        var batch = _setup.Train.Read(indices).To(device);
        var continued = length == 0 ? null : _setup.Train.Read(indices, length).To(device);
        var metrics = _setup.Method.Step(batch, step, LearningRates.At(_options.Training, step, _state.PlateauFactor), continued);
        _state.Step = step;
        if (metrics.Skipped)
            _state.SkippedSteps++;
        else
            _hasLearned = true;
        TrainingLog.Collect(_state.Averages, metrics);
        _observer.OnStep(step, metrics);
        return metrics;
    }

    // Writes what is due at this step; whether validation was the best so far.
    private bool Report(TrainingLog log, TrainingClock clock)
    {
        var (training, step) = (_options.Training, _state.Step);
        // Taken now: a validation may lower that of the next step.
        var learningRate = LearningRates.At(training, step, _state.PlateauFactor);
        var isLast = step == training.Steps;
        var line = new Dictionary<string, double>();
        var isBest = false;
        if (isLast || step % training.ValidateEvery == 0)
            isBest = Validate(line);
        if (isLast || step % training.LogEvery == 0 || line.Count > 0)
        {
            foreach (var (name, value) in _state.Averages.Take())
                line[name] = value;
            AddUnits(line);
            line["epoch"] = (double)(step - 1) / _order.StepsPerEpoch;
            line["learning_rate"] = learningRate;
            line["skipped_steps"] = _state.SkippedSteps;
            clock.AddSpeed(line);
            log.Write(step, line);
            _observer.OnMetrics(step, line);
        }
        if (training.SampleEvery > 0 && (isLast || step % training.SampleEvery == 0))
            _observer.OnSamples(step, log.WriteSamples(step, _setup.Domain, output => SampleWriter.Write(_setup.Generator, _setup.Domain, SamplesAt(step), output)));
        return isBest;
    }

    private bool Validate(Dictionary<string, double> line)
    {
        var training = _options.Training;
        var count = training.ValidationSequences == 0 ? _setup.Valid.Count : Math.Min(training.ValidationSequences, _setup.Valid.Count);
        var indices = Enumerable.Range(0, count).Select(i => (int)((long)i * _setup.Valid.Count / count)).ToArray();
        var report = LikelihoodEvaluator.Measure(_setup.Generator, _setup.Valid, indices);
        line["valid_nll"] = report.Nll;
        if (_state.Step % training.ValidateEvery == 0)
            Schedule(report.Nll);
        if (!(report.Nll < (_state.BestNll ?? double.PositiveInfinity)))
            return false;
        (_state.BestNll, _state.BestStep) = (report.Nll, _state.Step);
        return true;
    }

    private void Schedule(double nll)
    {
        if (nll < (_state.ScheduledNll ?? double.PositiveInfinity))
        {
            (_state.ScheduledNll, _state.ValidationsSinceBest) = (nll, 0);
            return;
        }
        _state.ValidationsSinceBest++;
        if (_options.Training.Schedule == LearningRateSchedule.Plateau)
            _state.PlateauFactor *= _options.Training.Decay;
    }

    private void AddUnits(Dictionary<string, double> line)
    {
        var unit = _setup.Domain.Unit;
        foreach (var prefix in new[] { "", "valid_" })
        {
            if (line.TryGetValue(prefix + "nll", out var nll))
                line[prefix + unit.Name] = unit.Of(nll);
        }
    }

    private SampleRequest SamplesAt(long step) => new()
    {
        Count = _options.Training.SampleCount,
        Length = _options.Training.SampleLength > 0 ? _options.Training.SampleLength : _options.Data.SequenceLength,
        Seed = new RandomStream(_setup.Random.Seed, $"samples/{step}").NextUInt64(),
    };

    private StopReason? ReasonToStop(TrainingClock clock, TimeSpan? limit, CancellationToken stop)
    {
        clock.Update();
        var training = _options.Training;
        return _state.Step >= training.Steps ? StopReason.Completed
            : training.Patience > 0 && _state.ValidationsSinceBest >= training.Patience ? StopReason.Patience
            : limit is { } most && _state.Seconds >= most.TotalSeconds ? StopReason.TimeLimit
            : stop.IsCancellationRequested ? StopReason.Interrupted
            : null;
    }

    // A step that was left out changed nothing, so good steps before it are worth keeping. Without any, a checkpoint would
    // only push an older one out.
    private TrainingDivergedException GiveUp(TrainingClock clock, bool isBest)
    {
        if (_hasLearned && NotFinite() is null)
            Save(clock, isBest);
        return Diverged($"{_state.SkippedSteps} steps had a loss or gradient that was not finite, the last one step {_state.Step}");
    }

    private TrainingDivergedException Diverged(string what) =>
        new($"{what}; the last good checkpoint is step {(_checkpoints.Steps is [.., var last] ? last : 0)} in {_run.CheckpointsPath}");

    // The network with parameters that are not finite, if there is one.
    private string? NotFinite() => Networks.FirstOrDefault(network => !network.Value.AreFinite()).Key;

    private void Save(TrainingClock clock, bool isBest)
    {
        // No training leads back from parameters that are not finite, and they must not push good ones out.
        if (NotFinite() is { } broken)
            throw Diverged($"after step {_state.Step} the {broken} has parameters that are not finite");
        clock.Update();
        var files = new Dictionary<string, SafetensorsContents>
        {
            [CheckpointFiles.Generator] = new(StoredParameters.ToStored(_setup.Generator.Parameters), TrainedGenerator.Metadata(_options, _setup.Domain, _kinds)),
            [CheckpointFiles.Optimizers] = new(_setup.Method.Optimizers
                .SelectMany(optimizer => optimizer.Moments.Select(moment => (Name: $"{optimizer.Name}.{moment.Name}", moment.Value)))
                .ToDictionary(moment => moment.Name, moment => TorchTensors.ToStored(moment.Value))),
        };
        foreach (var (name, parameters) in _setup.Method.Networks)
            files[name + CheckpointFiles.Extension] = new(StoredParameters.ToStored(parameters));
        var state = new JsonObject
        {
            ["training"] = _state.Save(_setup.Random),
            ["method"] = _setup.Method.SaveState(),
            ["data"] = _fingerprint.DeepClone(),
            ["initialized_from"] = _setup.InitializedFrom,
            ["updates"] = new JsonObject(_setup.Method.Optimizers.Select(optimizer =>
                KeyValuePair.Create(optimizer.Name, (JsonNode?)optimizer.Updates))),
        };
        _checkpoints.Save(_state.Step, new CheckpointContents(files, state), isBest);
        _hasLearned = false;
        _observer.OnCheckpoint(_state.Step, isBest);
    }
}
