using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Native;
using ProfessorForcing.Storage;
using ProfessorForcing.Tests.Storage;
using ProfessorForcing.Training;

using TorchSharp;

namespace ProfessorForcing.Tests.Support;

/// <summary>Training in a run folder with networks so small that a step takes no time.</summary>
internal sealed class TinyTraining : ITrainingObserver, IDisposable
{
    private static readonly string[] Sizes =
    [
        "data.sequence_length=20", "data.train_sequences=64", "data.valid_sequences=8", "data.test_sequences=8",
        "generator.hidden=8", "generator.embedding=4", "discriminator.hidden=4",
        "training.batch_size=4", "training.validation_sequences=0", "training.sample_every=0", "training.log_every=1",
    ];

    private readonly TemporaryFolder _folder = new();

    public TinyTraining(params string[] changes)
    {
        ComputeThreads.Set(1);
        var options = ExperimentCatalog.Default.Load("oracle", [.. Sizes, .. changes]);
        Setup = new TrainingSetup(options, options.Data.Open(new DataLocator()), torch.CPU);
        Run = RunFolder.Create(_folder["run"], ExperimentCatalog.Default.WriteText(options));
        Trainer = new Trainer(Setup, Run, ExperimentCatalog.Kinds, this);
    }

    public TrainingSetup Setup { get; }

    public RunFolder Run { get; }

    public Trainer Trainer { get; }

    /// <summary>Called after each step.</summary>
    public Action<long> AfterStep { get; init; } = _ => { };

    /// <summary>The lines of metrics.</summary>
    public IReadOnlyList<MetricsRecord> Metrics => [.. Run.ReadMetrics()];

    /// <summary>The generator of the newest checkpoint.</summary>
    public TrainedGenerator Newest() => TrainedGenerator.Load(Run.Root, ExperimentCatalog.Kinds, torch.CPU, Assert.Fail, newest: true);

    public void OnStep(long step, StepMetrics metrics) => AfterStep(step);

    public void OnMetrics(long step, IReadOnlyDictionary<string, double> values)
    {
    }

    public void OnSamples(long step, string path)
    {
    }

    public void OnCheckpoint(long step, bool isBest)
    {
    }

    public void OnWarning(string message) => Assert.Fail(message);

    public void Dispose()
    {
        Run.Dispose();
        Setup.Dispose();
        _folder.Dispose();
    }
}
