using System.CommandLine;

using ProfessorForcing.Cli.Training;
using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Native;
using ProfessorForcing.Reports;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor train</c>.</summary>
internal sealed class TrainCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _experiment = new Argument<string?>("EXPERIMENT|FILE.json")
    {
        Description = $"A named experiment (professor experiments) or the path of a .json file; otherwise {GivenData.UsualExperiment}, for a folder of images mnist-small, of strokes handwriting-small.",
        Arity = ArgumentArity.ZeroOrOne,
    }.NotEmpty();
    private readonly Option<string?> _data = CommandLine.Text("--data", "PATH", "Learn from this UTF-8 text file, or this folder of PNG images, idx files or strokes (.csv or .svg with .txt), instead of the experiment's own data.");
    private readonly Option<string?> _method = CommandLine.Text("--method", "teacher|scheduled|professor", "Training method; short for --set method=….");
    private readonly Option<string[]?> _set = CommandLine.Set();
    private readonly Option<string?> _steps = CommandLine.Text("--steps", "N", "Training steps; short for --set training.steps=….");
    private readonly Option<TimeSpan?> _limit = CommandLine.Duration("--time-limit", "Stop after this much time, such as 90s, 30m or 1h30m, over all parts of the run.");
    private readonly Option<string?> _seed = CommandLine.Text("--seed", "N", "Seed of every random stream; short for --set seed=….");
    private readonly Option<int?> _threads = CommandLine.Threads();
    private readonly Option<string?> _checkpointEvery = CommandLine.Text("--checkpoint-every", "N", "Steps between checkpoints; short for --set training.checkpoint_every=….");
    private readonly Option<string> _device = CommandLine.Device();
    private readonly Option<string?> _out = CommandLine.Text("--out", "DIR", "The run folder; otherwise runs/ and the name of the experiment, or of the file of --data.");
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the run in the run folder from its newest good checkpoint." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace a run that is in the run folder." };
    private readonly Option<string?> _initFrom = CommandLine.Text("--init-from", "RUN", "Start from the weights of this run's best checkpoint.");
    private readonly Option<string?> _dataRoot = CommandLine.DataRoot();
    private readonly Option<bool> _json = CommandLine.Json();

    private TrainCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var train = new TrainCommand(terminal);
        var command = new Command("train", "Train a generator in a run folder.")
        {
            train._experiment, train._data, train._method, train._set, train._steps, train._limit, train._seed, train._threads, train._checkpointEvery,
            train._device, train._out, train._resume, train._force, train._initFrom, train._dataRoot, train._json,
        };
        command.SetAction(train.Run);
        return command;
    }

    private int Run(ParseResult arguments)
    {
        var resume = arguments.GetValue(_resume);
        if (resume && arguments.GetValue(_force))
            throw new ConfigurationException("--resume and --force exclude each other: the one keeps the run that is there, the other replaces it");
        var origin = arguments.GetValue(_initFrom);
        if (resume && origin is not null)
            throw new ConfigurationException("--resume and --init-from exclude each other: a run that goes on has weights of its own");
        var (options, folder) = Options(arguments);
        var device = Devices.Parse(arguments.GetValue(_device)!);
        ComputeThreads.Set(arguments.GetValue(_threads) ?? 0);
        var domain = options.Data.Open(new DataLocator(arguments.GetValue(_dataRoot)) { Report = line => _terminal.Error.WriteLine($"note: {line}") });
        var limit = arguments.GetValue(_limit);
        var asJson = arguments.GetValue(_json);
        TrainingView view = _terminal.IsInteractive && !asJson
            ? new BarView(options, domain, limit, _terminal.Tables)
            : new PlainView(options, domain, limit, asJson ? _terminal.Error : _terminal.Output);

        // Everything that can be wrong is found before the run folder is touched.
        using var setup = new TrainingSetup(options, domain, device);
        if (origin is not null)
            setup.InitializeFrom(origin, view.OnWarning);
        var config = ExperimentCatalog.Default.WriteText(options);
        using var run = resume ? RunFolder.Resume(folder) : RunFolder.Create(folder, config, arguments.GetValue(_force), origin);
        var plot = new PlottingObserver(view, run, options);
        var trainer = new Trainer(setup, run, ExperimentCatalog.Kinds, plot);
        if (resume)
        {
            trainer.Resume();
            if (run.ReadConfig() != config)
                run.WriteConfig(config);
        }
        using var interruption = new Interruption(_terminal.Error);
        if (!asJson)
            _terminal.Output.WriteLine($"{options.Name} by {OptionNames.Of(options.Method)} forcing, {Way(trainer.Step, options.Training.Steps)}, in {run.Root}");
        var result = view.Run(trainer.Step, TimeSpan.FromSeconds(trainer.Seconds), () => trainer.Run(limit, interruption.Token));
        plot.Draw();
        if (RunSummary.Of(run).Caveat is { } caveat)
            view.OnWarning(caveat);
        var report = new TrainingReport(run.Root, domain, result);
        if (asJson)
            _terminal.WriteJson(report.ToJson());
        else
            report.Write(_terminal.Output);
        return result.Reason == StopReason.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private (ExperimentOptions Options, string Folder) Options(ParseResult arguments)
    {
        var catalog = ExperimentCatalog.Default;
        var usual = arguments.GetValue(_data) is { } path ? GivenData.Of(path).Experiment : GivenData.UsualExperiment;
        var (experiment, changes, output) = (arguments.GetValue(_experiment), Changes(arguments), arguments.GetValue(_out));
        if (!arguments.GetValue(_resume))
        {
            var options = catalog.Load(experiment ?? usual, changes);
            return (options, output ?? DefaultFolder(options.Name));
        }
        var name = output is null || experiment is not null ? catalog.Load(experiment ?? usual, changes).Name : null;
        var folder = output ?? DefaultFolder(name!);
        var resumed = catalog.LoadRun(folder, changes);
        Check(catalog.LoadRun(folder), resumed);
        return experiment is null || resumed.Name == name
            ? (resumed, folder)
            : throw new ConfigurationException($"{folder} is a run of the experiment '{resumed.Name}', not of '{name}'");
    }

    // What a run was made of stays as it is: its checkpoints fit nothing else, and its random streams belong to its seed.
    private static void Check(ExperimentOptions before, ExperimentOptions after)
    {
        (string Key, bool IsSame)[] kept =
        [
            ("seed", before.Seed == after.Seed),
            ("method", before.Method == after.Method),
            ("generator", before.Generator.WithoutDropout() == after.Generator.WithoutDropout()),
        ];
        string[] changed = [.. kept.Where(part => !part.IsSame).Select(part => part.Key)];
        if (changed.Length > 0)
            throw new ConfigurationException([.. changed.Select(key => $"{key}: a run that is resumed keeps it; start another run for another, with --init-from where its weights fit")]);
    }

    private List<string> Changes(ParseResult arguments)
    {
        var changes = new List<string>();
        if (arguments.GetValue(_data) is { } path)
        {
            // A run of the file's name; --set may say otherwise.
            var given = GivenData.Of(path);
            var name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
            changes.AddRange([$"name={(name.Length > 0 ? name : given.Kind)}", $"description={given.Name} of {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}.",
                $"data.kind={given.Kind}", $"data.path={(Path.Exists(path) ? Path.GetFullPath(path) : path)}"]);
        }
        changes.AddRange(arguments.GetValue(_set) ?? []);
        void Add(string key, string? value)
        {
            if (value is not null)
                changes.Add($"{key}={value}");
        }
        Add("method", arguments.GetValue(_method));
        Add("training.steps", arguments.GetValue(_steps));
        Add("seed", arguments.GetValue(_seed));
        Add("training.checkpoint_every", arguments.GetValue(_checkpointEvery));
        return changes;
    }

    private static string Way(long step, long steps) =>
        step == 0 ? $"{steps:N0} steps" : step < steps ? $"from step {step:N0} to {steps:N0}" : $"already at step {step:N0} of {steps:N0}";

    private static string DefaultFolder(string name) => Path.Combine("runs", name);
}
