using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Generators;
using ProfessorForcing.Outputs;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor sample RUN</c>.</summary>
internal sealed class SampleCommand
{
    private readonly Terminal _terminal;
    private readonly TrainedRun _run;
    private readonly Option<int?> _count = CommandLine.Integer("--count", "Number of samples; otherwise 1.", 1, 100_000);
    private readonly Option<int?> _length = CommandLine.Integer("--length", "Elements of each sample after the prompt; otherwise 500, for images the rest of the image, for handwriting at most 40 for each character and 100.", 1, 100_000_000);
    private readonly Option<string?> _prompt = CommandLine.Text("--prompt", "TEXT|@FILE", "What every sample starts with: a text, or the file that holds it; for images a PNG image of the first rows, or with the missing pixels transparent; for handwriting strokes (.csv or .svg beside a .txt that says what they are) in whose style to write.");
    private readonly Option<string?> _temperature = CommandLine.Text("--temperature", "τ", "Divides the logits; below 1 sharper, above 1 flatter; otherwise 1.");
    private readonly Option<string?> _topK = CommandLine.Text("--top-k", "K", "Draw among the K likeliest symbols only; otherwise all.");
    private readonly Option<string?> _topP = CommandLine.Text("--top-p", "P", "Draw among the likeliest symbols that together have this probability; otherwise all.");
    private readonly Option<string?> _seed = CommandLine.Seed("Seed; otherwise 1. Equal seeds give equal samples.");
    private readonly Option<string?> _out = CommandLine.Text("--out", "FILE", "Write here instead of to standard output.");

    private readonly PenSampling _pen;

    private SampleCommand(Terminal terminal) => (_terminal, _run, _pen) = (terminal, new TrainedRun(terminal), new PenSampling(terminal));

    public static Command Create(Terminal terminal)
    {
        var sample = new SampleCommand(terminal);
        var command = sample._run.AddTo(new Command("sample", "Draw samples from a trained generator."));
        foreach (var option in new Option[] { sample._count, sample._length, sample._prompt, sample._temperature, sample._topK, sample._topP, sample._seed, sample._out }.Concat(sample._pen.Options))
            command.Add(option);
        command.SetAction(sample.Run);
        return command;
    }

    private void Run(ParseResult arguments)
    {
        var (sampling, seed) = (Sampling(arguments), CommandLine.ReadSeed(arguments.GetValue(_seed)));
        using var trained = _run.Load(arguments);
        if (trained.Domain is HandwritingDomain handwriting)
        {
            if (new Option[] { _topK, _topP }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } symbolic)
                throw new ConfigurationException($"{symbolic.Name} chooses among symbols; this run's elements are points");
            _pen.Run(arguments, trained.Generator, handwriting, sampling, seed, arguments.GetValue(_count) ?? 1, arguments.GetValue(_length), arguments.GetValue(_prompt), arguments.GetValue(_out));
        }
        else
            DrawSymbols(arguments, trained, sampling, seed);
    }

    private void DrawSymbols(ParseResult arguments, TrainedGenerator trained, SamplingOptions sampling, ulong seed)
    {
        if (_pen.Given(arguments).FirstOrDefault() is { } option)
            throw new ConfigurationException($"{option} is for handwriting; this run's elements are {trained.Domain.ElementName}s");
        if (!trained.Domain.RendersText && arguments.GetValue(_out) is null && _terminal.IsInteractive)
            throw new ConfigurationException($"--out: samples of this run are {trained.Domain.SampleExtension[1..].ToUpperInvariant()} files, which a terminal cannot show; name a file");
        if (!trained.Domain.RendersText && arguments.GetValue(_out) is { } name && !name.EndsWith(trained.Domain.SampleExtension, StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException($"--out {name}: samples of this run are images; its name must end with {trained.Domain.SampleExtension}");
        if (arguments.GetValue(_count) > trained.Options.Data.MostSamples)
            throw new ConfigurationException($"--count: {arguments.GetValue(_count)} are more than the {trained.Options.Data.MostSamples} that one picture has place for");
        var prompt = Prompt(arguments.GetValue(_prompt), trained);
        var request = new SampleRequest
        {
            Count = arguments.GetValue(_count) ?? 1,
            Length = Length(arguments.GetValue(_length), prompt, trained.Domain),
            Prompt = prompt,
            Sampling = sampling,
            Seed = seed,
        };
        if (arguments.GetValue(_out) is { } path)
        {
            using var file = OutputFile.Create(path);
            SampleWriter.Write(trained.Generator, trained.Domain, request, file);
        }
        else if (request.Count == 1 && trained.Domain is ITextDomain text)
            Stream(request, trained.Generator, text);
        else
            SampleWriter.Write(trained.Generator, trained.Domain, request, _terminal.Stream);
    }

    private SamplingOptions Sampling(ParseResult arguments)
    {
        (string Key, string? Value)[] given =
            [("temperature", arguments.GetValue(_temperature)), ("top_k", arguments.GetValue(_topK)), ("top_p", arguments.GetValue(_topP)), (_pen.Bias.Key, arguments.GetValue(_pen.Bias.Option))];
        return new OptionsBinder(OptionKinds.None)
            .Bind<SamplingOptions>(given.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value}"));
    }

    private static long[] Prompt(string? prompt, TrainedGenerator trained)
    {
        if (prompt is null)
            return [];
        return prompt.StartsWith('@')
            ? TrainedRun.Symbols(trained.Domain, "--prompt @FILE").ReadFile(prompt[1..])
            : TrainedRun.Text(trained.Domain, "--prompt without @").Encode(prompt, "--prompt");
    }

    private static int Length(int? given, long[] prompt, IDomain domain)
    {
        if (domain.LongestSequence is not { } most)
            return given ?? 500;
        if (prompt.Length >= most)
            throw new ConfigurationException($"--prompt: all {most} {domain.ElementName}s are given, so that there is nothing to draw; leave the last rows out, or make them transparent");
        return given is null || given + prompt.Length <= most
            ? given ?? most - prompt.Length
            : throw new ConfigurationException($"--length: {given} {domain.ElementName}s after the {prompt.Length} of the prompt are more than the {most} there are");
    }

    // As the text is made, not when it is done.
    private void Stream(SampleRequest request, IGenerator generator, ITextDomain text)
    {
        _terminal.Output.Write(text.Decode([.. request.Prompt]));
        foreach (var elements in Sampler.Stream(generator, request))
            _terminal.Output.Write(text.Decode(elements));
        _terminal.Output.WriteLine();
    }
}
