using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Evaluation.Images;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Outputs;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor evaluate RUN</c>.</summary>
internal sealed class EvaluateCommand
{
    private readonly Terminal _terminal;
    private readonly TrainedRun _run;
    private readonly Option<string?> _split = CommandLine.Text("--split", "valid|test", "Part of the run's data to measure on; otherwise test.");
    private readonly Option<string?> _data = CommandLine.Text("--data", "PATH", "Measure on the whole of this UTF-8 text file instead.");
    private readonly Option<bool> _carry = new("--carry-state") { Description = "Carry the state across the text; otherwise every sequence starts from the initial state, as in the paper." };
    private readonly Option<bool> _baseline = new("--baseline") { Description = "Also measure simple models of the run's training data: for text a 5-gram model with modified Kneser-Ney smoothing, for images independent pixels and pixels given five neighbours." };
    private readonly Option<bool> _quality = new("--quality") { Description = "Also judge free-running samples of images by a classifier of real ones: classes, confidence, Fréchet distance from the test images. Needs labelled images: those of the run's idx files, or for binarized MNIST the grey digits in mnist/ below a data root. For handwriting: strokes of samples beside those of real lines, by segment, and whether the window reads its text once and to the end." };
    private readonly Option<string?> _positions = CommandLine.Text("--positions", "FILE", "Also write the NLL at each position: as CSV, for images also as a picture where the name ends with .png.");
    private readonly Option<int?> _samples = CommandLine.Integer("--samples", "Free-running samples that the oracle scores, where there is one, otherwise 200, 0 for none; or that are judged with --quality, otherwise 10,000 of images and 200 of handwriting.", 0, 1_000_000);
    private readonly Option<int?> _length = CommandLine.Integer("--length", "Length of the samples for the oracle, otherwise 2000, or of handwriting, otherwise 1000.", 1, 10_000_000);
    private readonly Option<string?> _bias = CommandLine.Text("--bias", "b", "Bias of the samples of handwriting; otherwise 0.");
    private readonly Option<string?> _seed = CommandLine.Seed("Seed of those samples; otherwise 1.");
    private readonly Option<string?> _dataRoot = CommandLine.DataRoot();
    private readonly Option<bool> _json = CommandLine.Json();

    private EvaluateCommand(Terminal terminal) => (_terminal, _run) = (terminal, new TrainedRun(terminal));

    public static Command Create(Terminal terminal)
    {
        var evaluate = new EvaluateCommand(terminal);
        var command = evaluate._run.AddTo(new Command("evaluate", "Measure a trained generator's likelihood, and its exposure bias where the true distribution is known."));
        foreach (var option in new Option[]
        {
            evaluate._split, evaluate._data, evaluate._carry, evaluate._baseline, evaluate._quality, evaluate._positions, evaluate._samples, evaluate._length, evaluate._bias, evaluate._seed, evaluate._dataRoot, evaluate._json,
        })
        {
            command.Add(option);
        }
        command.SetAction(evaluate.Run);
        return command;
    }

    private void Run(ParseResult arguments)
    {
        var (split, seed) = (Split(arguments), CommandLine.ReadSeed(arguments.GetValue(_seed)));
        using var trained = _run.Load(arguments);
        // Read once, and only if something needs it.
        var data = new Lazy<IDomain>(() => TrainedRun.OpenData(trained, _run.Folder(arguments), new DataLocator(arguments.GetValue(_dataRoot))));
        var (set, name) = arguments.GetValue(_data) is { } path
            ? (Whole(path, trained), path)
            : (data.Value.Open(split), OptionNames.Of(split));
        var file = arguments.GetValue(_positions);
        if (file is not null)
            PositionReport.Validate(file, trained.Domain);
        CheckSampling(trained, arguments);
        var measureQuality = arguments.GetValue(_quality) ? Quality(trained, data.Value, set, seed, arguments) : null;
        var carry = arguments.GetValue(_carry);
        if (carry && file is not null)
            throw new ConfigurationException("--positions and --carry-state exclude each other: a carried text has no positions");
        if (carry && !set.IsContinuous)
            throw new ConfigurationException("--carry-state: the sequences of this data set are independent, there is no state to carry from one to the next");
        var likelihood = carry ? LikelihoodEvaluator.MeasureCarrying(trained.Generator, set) : LikelihoodEvaluator.Measure(trained.Generator, set);
        if (file is not null)
            PositionReport.Write(file, likelihood, trained.Domain);
        using var run = RunFolder.OpenRead(_run.Folder(arguments));
        var report = new EvaluationReport
        {
            Folder = run.Root,
            Trained = trained,
            Set = set,
            SetName = name,
            CarriesState = carry,
            Likelihood = likelihood,
            Oracle = OracleLikelihood(trained, set, arguments),
            Exposure = Exposure(trained, seed, arguments),
            Quality = measureQuality?.Invoke(),
            Baselines = arguments.GetValue(_baseline) ? [.. data.Value.Baselines().Select(baseline => (baseline.Name, baseline.Nll(set, carry)))] : [],
            Training = RunSummary.Of(run),
        };
        if (arguments.GetValue(_json))
            _terminal.WriteJson(report.ToJson());
        else
            report.Write(_terminal);
    }

    // What says how to draw samples is refused where none are drawn, or not so.
    private void CheckSampling(TrainedGenerator trained, ParseResult arguments)
    {
        var (oracle, quality) = (Oracle(trained) is not null, arguments.GetValue(_quality));
        var pen = quality && trained.Domain is HandwritingDomain;
        const string Any = "samples that an oracle scores, or that --quality judges";
        (Option Option, bool HasEffect, string Samples)[] options =
        [
            (_samples, oracle || quality, Any), (_seed, oracle || quality, Any),
            (_length, oracle || pen, "samples that an oracle scores, or of handwriting, with --quality"),
            (_bias, pen, "samples of handwriting, with --quality"),
        ];
        foreach (var (option, _, samples) in options.Where(entry => !entry.HasEffect && arguments.GetResult(entry.Option) is { Implicit: false }))
            throw new ConfigurationException($"{option.Name} is for {samples}");
    }

    private Split Split(ParseResult arguments)
    {
        var given = arguments.GetValue(_split);
        if (given is not null && arguments.GetValue(_data) is not null)
            throw new ConfigurationException("--split and --data exclude each other: a file is measured whole");
        return given switch
        {
            null or "test" => Data.Split.Test,
            "valid" => Data.Split.Valid,
            _ => throw new ConfigurationException($"--split: '{given}' is not one of valid, test"),
        };
    }

    private static TextSet Whole(string path, TrainedGenerator trained)
    {
        var text = TrainedRun.Text(trained.Domain, "--data");
        return new TextSet(text.Vocabulary.Encode(TextFile.Read(path), $"'{path}'"), trained.Options.Data.SequenceLength, $"'{path}'");
    }

    private static IOracle? Oracle(TrainedGenerator trained) => (trained.Domain as ITextDomain)?.Oracle;

    // The oracle starts anew at each sequence, and the text of a file is not of its language.
    private LikelihoodReport? OracleLikelihood(TrainedGenerator trained, ISequenceSet set, ParseResult arguments) =>
        Oracle(trained) is { } oracle && set is ISymbolSet symbols && arguments.GetValue(_data) is null
            ? ExposureEvaluator.Likelihood(oracle, symbols)
            : null;

    private ExposureReport? Exposure(TrainedGenerator trained, ulong seed, ParseResult arguments)
    {
        var count = arguments.GetValue(_samples) ?? 200;
        if (Oracle(trained) is not { } oracle || count == 0)
            return null;
        return ExposureEvaluator.Measure(oracle, Sampler.Sample(trained.Generator, new SampleRequest
        {
            Count = count,
            Length = arguments.GetValue(_length) ?? 2000,
            Seed = seed,
        }));
    }

    // Everything that --quality needs is checked before the long work.
    private Func<IQualityReport> Quality(TrainedGenerator trained, IDomain data, ISequenceSet set, ulong seed, ParseResult arguments)
    {
        switch (data)
        {
            case ImageDomain images:
                var judged = Judged(images, arguments);
                return () => ImageQualityReport.Measure(trained.Generator, judged, seed, line => _terminal.Error.WriteLine(line));
            case HandwritingDomain pen:
                var (lines, sampling) = ((HandwritingSet)set, new SamplingOptions { Bias = Bias(arguments) });
                var (count, length) = (Count(arguments, HandwritingReport.UsualCount), arguments.GetValue(_length) ?? HandwritingReport.UsualLength);
                if (2 * count > lines.Lines.Count)
                    throw new ConfigurationException($"--samples: {count} with --quality: twice as many real lines are needed, and there are {lines.Lines.Count:N0}");
                if (length < StrokeStatistics.UsualSegmentLength)
                    throw new ConfigurationException($"--length: {length} with --quality: samples are compared by segments of {StrokeStatistics.UsualSegmentLength} points, and need one at least");
                return () => new HandwritingReport(HandwritingQuality.Measure(trained.Generator, pen, lines, count, length, sampling, seed));
            default:
                throw new ConfigurationException($"--quality: this run's elements are {data.ElementName}s, not pixels of images or points of handwriting");
        }
    }

    private double Bias(ParseResult arguments) => new OptionsBinder(OptionKinds.None).Bind<SamplingOptions>(arguments.GetValue(_bias) is { } bias ? [$"bias={bias}"] : []).Bias;

    private int Count(ParseResult arguments, int usual) => arguments.GetValue(_samples) switch
    {
        null => usual,
        < 2 and var count => throw new ConfigurationException($"--samples: {count} with --quality: at least 2 are needed"),
        { } count => count,
    };

    private JudgedImages Judged(ImageDomain images, ParseResult arguments)
    {
        var count = Count(arguments, ImageQualityReport.UsualCount);
        if (Math.Min(images.Plane.Height, images.Plane.Width) < ImageClassifier.LeastSide)
            throw new ConfigurationException($"--quality: the classifier needs images of at least {ImageClassifier.LeastSide} × {ImageClassifier.LeastSide} pixels");
        var (train, test) = (images.Open(Data.Split.Train).Images, images.Open(Data.Split.Test).Images);
        if (Math.Min(train.Count, test.Count) < 2)
            throw new InputDataException($"--quality: distributions are compared, of at least 2 images each; there are {train.Count:N0} for training and {test.Count:N0} for test");
        return new(count, images.OpenLabelled(), train, test);
    }
}
