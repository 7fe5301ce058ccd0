using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Storage;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>
/// Trains in a run folder: minibatches through a training method, metrics, validation, samples, checkpoints. On the CPU,
/// N steps, an end of the process at any moment, and M more from the last checkpoint give bit for bit what N + M steps
/// give, on the same machine with the same number of threads.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly ExperimentOptions _options;
    private readonly IDomain _domain;
    private readonly OptionKinds _kinds;
    private readonly RunFolder _run;
    private readonly CheckpointStore _checkpoints;
    private readonly ITrainingObserver _observer;
    private readonly RandomStreams _random;
    private readonly IGenerator _generator;
    private readonly IForcingMethod _method;
    private readonly ISequenceSet _train;
    private readonly ISequenceSet _valid;
    private readonly DataOrder _order;
    private readonly TrainingState _state = new();
    private string? _initializedFrom;
    private readonly double _flopsPerStep;

    /// <summary>Builds networks and opens the data.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="domain">Its data.</param>
    /// <param name="run">Where everything is written; locked by the caller.</param>
    /// <param name="kinds">The kinds of data there are.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <exception cref="ConfigurationException">Networks cannot be built as configured.</exception>
    /// <exception cref="InputDataException">The data are missing or malformed.</exception>
    public Trainer(
        ExperimentOptions options, IDomain domain, RunFolder run, OptionKinds kinds, Device device, ITrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(observer);
        (_options, _domain, _run, _kinds, _observer) = (options, domain, run, kinds, observer);
        _checkpoints = run.OpenCheckpoints(observer.OnWarning, options.Training.KeepCheckpoints);
        _random = new RandomStreams((ulong)options.Seed);
        _train = domain.Open(Split.Train);
        _valid = domain.Open(Split.Valid);
        _order = new DataOrder(_random.Seed, _train.Count, options.Training.BatchSize);
        _generator = ForcingMethods.Generator(options, domain, _random, device);
        _method = ForcingMethods.Create(options, _generator, _random);
        _flopsPerStep = CostModel.Of(options, _generator.Output.ParameterCount).FlopsPerStep(options.Method);
    }

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>Starts from another run's weights: the generator's, and the discriminator's if both runs have one of the same shape.</summary>
    /// <exception cref="StorageException">The run has no good checkpoint, or its generator has another shape or other elements.</exception>
    public void InitializeFrom(string runPath)
    {
        using var run = RunFolder.OpenRead(runPath);
        var store = run.OpenCheckpoints(_observer.OnWarning);
        using var checkpoint = store.LoadBest();
        var generator = checkpoint.File(CheckpointFiles.Generator);
        if (!TrainedGenerator.IsFor(generator, _domain))
            throw new CheckpointException($"{generator.Path} was trained on other elements (vocabulary) than {_options.Name} has");
        generator.ReadInto(_generator.Parameters);
        foreach (var (name, parameters) in _method.Networks)
        {
            var file = name + CheckpointFiles.Extension;
            if (!checkpoint.Files.Contains(file))
                _observer.OnWarning($"{runPath} has no {name}: it starts with its own initial weights");
            else
                checkpoint.File(file).ReadInto(parameters);
        }
        _initializedFrom = checkpoint.Folder;
    }

    /// <summary>Goes on from the newest good checkpoint; from the start if the run was ended before its first one.</summary>
    /// <exception cref="StorageException">Every checkpoint is damaged, or the newest does not fit the configuration.</exception>
    public void Resume()
    {
        if (_checkpoints.Steps.Count > 0)
        {
            using var checkpoint = _checkpoints.LoadNewest();
            checkpoint.File(CheckpointFiles.Generator).ReadInto(_generator.Parameters);
            foreach (var (name, parameters) in _method.Networks)
                checkpoint.File(name + CheckpointFiles.Extension).ReadInto(parameters);
            foreach (var optimizer in _method.Optimizers)
            {
                foreach (var (name, value) in optimizer.Moments)
                    checkpoint.File(CheckpointFiles.Optimizers).ReadInto($"{optimizer.Name}.{name}", value);
                optimizer.Updates = checkpoint.State["updates"]![optimizer.Name]!.GetValue<long>();
            }
            _method.RestoreState(checkpoint.State["method"]!.AsObject());
            _initializedFrom = checkpoint.State["initialized_from"]?.GetValue<string>();
            _state.Restore(checkpoint.Step, checkpoint.State["training"]!.AsObject(), _random);
        }
        _run.TruncateAfter(_state.Step, _observer.OnWarning);
    }

    /// <summary>Trains until there is a reason to stop, and saves a checkpoint.</summary>
    /// <param name="limit">Most time the run may take, over all its parts; null for no limit.</param>
    /// <param name="stop">Asks to stop at the next step.</param>
    /// <exception cref="TrainingDivergedException">Too many steps were left out.</exception>
    /// <exception cref="StorageWriteException">Something could not be written; earlier checkpoints are there.</exception>
    public TrainingResult Run(TimeSpan? limit = null, CancellationToken stop = default)
    {
        using var log = new TrainingLog(_run);
        var clock = new TrainingClock(_state);
        if (_state.Step == 0)
            Save(clock, isBest: false);
        var reason = ReasonToStop(clock, limit, stop);
        while (reason is null)
        {
            clock.Measure(DoStep, metrics => metrics.Elements);
            var isBest = Report(log, clock);
            reason = ReasonToStop(clock, limit, stop);
            if (isBest || reason is not null || _state.Step % _options.Training.CheckpointEvery == 0)
                Save(clock, isBest);
        }
        return new TrainingResult(reason.Value, _state.Step, _state.BestNll, _state.BestStep, _state.Seconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _method.Dispose();
        _generator.Dispose();
    }

    private StepMetrics DoStep()
    {
        using var scope = NewDisposeScope();
        var step = _state.Step + 1;
        var batch = _train.Read(_order.At(step), _method.DataLength);
        batch = batch with { Elements = batch.Elements.to(_generator.Parameters.Device) };
        var metrics = _method.Step(batch, step, LearningRates.At(_options.Training, step, _state.PlateauFactor));
        _state.Step = step;
        if (metrics.Skipped && ++_state.SkippedSteps >= _options.Training.MaxSkippedSteps)
            throw new TrainingDivergedException(
                $"{_state.SkippedSteps} steps had a loss or gradient that was not finite, the last one step {step}; the last good checkpoint is step {(_checkpoints.Steps is [.., var last] ? last : 0)} in {_run.CheckpointsPath}");
        TrainingLog.Collect(_state.Averages, metrics);
        _observer.OnStep(step, metrics);
        return metrics;
    }

    // Writes what is due at this step; whether validation was the best so far.
    private bool Report(TrainingLog log, TrainingClock clock)
    {
        var (training, step) = (_options.Training, _state.Step);
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
            line["learning_rate"] = LearningRates.At(training, step, _state.PlateauFactor);
            line["skipped_steps"] = _state.SkippedSteps;
            clock.AddSpeed(line, _flopsPerStep);
            log.Write(step, line);
            _observer.OnMetrics(step, line);
        }
        if (training.SampleEvery > 0 && (isLast || step % training.SampleEvery == 0))
            _observer.OnSamples(step, log.WriteSamples(step, _domain, DrawSamples(step)));
        return isBest;
    }

    private bool Validate(Dictionary<string, double> line)
    {
        var training = _options.Training;
        var count = training.ValidationSequences == 0 ? _valid.Count : Math.Min(training.ValidationSequences, _valid.Count);
        var indices = Enumerable.Range(0, count).Select(i => (int)((long)i * _valid.Count / count)).ToArray();
        var report = LikelihoodEvaluator.Measure(_generator, _valid, indices);
        line["valid_nll"] = report.Nll;
        if (!(report.Nll < (_state.BestNll ?? double.PositiveInfinity)))
        {
            _state.ValidationsSinceBest++;
            if (training.Schedule == LearningRateSchedule.Plateau)
                _state.PlateauFactor *= training.Decay;
            return false;
        }
        (_state.BestNll, _state.BestStep, _state.ValidationsSinceBest) = (report.Nll, _state.Step, 0);
        return true;
    }

    // What the field reports: bits for characters, perplexity for words.
    private void AddUnits(Dictionary<string, double> line)
    {
        foreach (var prefix in new[] { "", "valid_" })
        {
            if (!line.TryGetValue(prefix + "nll", out var nll))
                continue;
            if (_domain.ElementName == "word")
                line[prefix + "perplexity"] = Math.Exp(nll);
            else
                line[prefix + "bpc"] = nll / Math.Log(2);
        }
    }

    private long[][] DrawSamples(long step) => Sampler.Sample(_generator, new SampleRequest
    {
        Count = _options.Training.SampleCount,
        Length = _options.Training.SampleLength > 0 ? _options.Training.SampleLength : _options.Data.SequenceLength,
        Seed = new RandomStream(_random.Seed, $"samples/{step}").NextUInt64(),
    });

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

    private void Save(TrainingClock clock, bool isBest)
    {
        clock.Update();
        var files = new Dictionary<string, SafetensorsContents>
        {
            [CheckpointFiles.Generator] = new(StoredParameters.ToStored(_generator.Parameters), TrainedGenerator.Metadata(_options, _domain, _kinds)),
            [CheckpointFiles.Optimizers] = new(_method.Optimizers
                .SelectMany(optimizer => optimizer.Moments.Select(moment => (Name: $"{optimizer.Name}.{moment.Name}", moment.Value)))
                .ToDictionary(moment => moment.Name, moment => TorchTensors.ToStored(moment.Value))),
        };
        foreach (var (name, parameters) in _method.Networks)
            files[name + CheckpointFiles.Extension] = new(StoredParameters.ToStored(parameters));
        var state = new JsonObject
        {
            ["training"] = _state.Save(_random),
            ["method"] = _method.SaveState(),
            ["initialized_from"] = _initializedFrom,
            ["updates"] = new JsonObject(_method.Optimizers.Select(optimizer =>
                KeyValuePair.Create(optimizer.Name, (JsonNode?)optimizer.Updates))),
        };
        _checkpoints.Save(_state.Step, new CheckpointContents(files, state), isBest);
        _observer.OnCheckpoint(_state.Step, isBest);
    }
}
