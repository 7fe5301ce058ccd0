using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Generators;
using ProfessorForcing.Outputs;
using ProfessorForcing.Reports;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor sample</c> does for handwriting.</summary>
internal sealed class PenSampling(Terminal terminal)
{
    private const string Svg = ".svg";
    private const string Png = ".png";
    private const string Csv = ".csv";

    private readonly Option<string?> _text = CommandLine.Text("--text", "TEXT|@FILE", "What to write by hand; each of its lines is a line of handwriting, and more where it is longer than --line-length.");
    private readonly Option<int?> _lineLength = CommandLine.Integer("--line-length", $"Handwriting: most characters of a line, beyond which texts are broken at spaces; otherwise {PenText.UsualLineLength}.", 1, 10_000);
    private readonly Option<string?> _bias = CommandLine.Text("--bias", "b", "Handwriting: the larger, the closer to the likeliest points; otherwise 0.");
    private readonly Option<string?> _colour = CommandLine.Text("--colour", "COLOUR", "Handwriting: colour of the ink, a name of CSS or #rrggbb.");
    private readonly Option<string?> _width = CommandLine.Text("--stroke-width", "PIXELS", "Handwriting: width of the strokes.");
    private readonly Option<bool> _plain = new("--no-captions") { Description = "Handwriting: do not write the text in print above each line." };
    private readonly Option<string?> _alignment = CommandLine.Text("--alignment", "FILE", "Handwriting: also draw, as SVG or PNG, which letter the first sample's window looks at and when.");
    private readonly Option<string?> _density = CommandLine.Text("--density", "FILE", "Handwriting: also draw, as SVG or PNG, where the first sample's pen was expected to go.");

    /// <summary>The key of the option for the bias.</summary>
    public (string Key, Option<string?> Option) Bias => ("bias", _bias);

    public IEnumerable<Option> Options => [_text, _lineLength, _bias, _colour, _width, _plain, _alignment, _density];

    /// <summary>Those of the options that are given, though the run is not one of handwriting.</summary>
    public IEnumerable<string> Given(ParseResult arguments) => Options.Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>Writes the texts.</summary>
    public void Run(ParseResult arguments, IGenerator generator, HandwritingDomain domain, SamplingOptions sampling, ulong seed, int count, int? length, string? prompt, string? path)
    {
        var ending = Ending(path);
        var style = Style(arguments);
        var (alignment, density) = (Plot(arguments, _alignment), Plot(arguments, _density));
        if (path is null && terminal.IsInteractive)
            throw new ConfigurationException("--out: handwriting is a picture, which a terminal cannot show; name a file that ends with .svg, .png or .csv");
        var texts = Texts(arguments.GetValue(_text), arguments.GetValue(_lineLength) ?? PenText.UsualLineLength);
        if (ending == Csv && texts.Length * count > 1)
            throw new ConfigurationException($"--out {path}: a CSV file holds one line of handwriting, and {texts.Length * count} are asked for");
        var priming = prompt is null ? null : Priming(prompt);
        var written = PenWriter.Write(generator, domain, [.. Enumerable.Repeat(texts, count).SelectMany(text => text)], sampling, seed, length, priming, keepsDensities: density is not null);
        foreach (var (index, line) in written.Index())
        {
            if (!line.Sample.HasEnded)
                terminal.Error.WriteLine($"warning: sample {index + 1} did not come to the end of its text within {line.Sample.Points.Count:N0} points; --length allows more");
            else if (line.Sample.Points.Count == 0)
                terminal.Error.WriteLine($"warning: sample {index + 1} is empty: the window was at the end of the text before anything was written{(priming is null ? "" : "; does the text beside the strokes of --prompt say all that they show?")}");
        }
        if (path is null)
            Write(written, style, ending, terminal.Stream);
        else
        {
            using var file = OutputFile.Create(path);
            Write(written, style, ending, file);
        }
        if (written[0].Sample.Points.Count == 0)
            return;
        if (alignment is not null)
            AlignmentPlot.Write(alignment, [.. written[0].Sample.Weights.Select(weights => weights[..^1])], written[0].Line.Text, written[0].Line);
        if (density is not null)
            DensityPlot.Write(density, written[0].Line with { Points = [.. written[0].Sample.Points] }, [.. written[0].Sample.Densities.Select(point => point.Gaussians)]);
    }

    private static void Write(IReadOnlyList<WrittenLine> written, PenStyle style, string ending, Stream output)
    {
        if (ending == Csv)
        {
            using var writer = new StreamWriter(output, leaveOpen: true);
            StrokeCsv.Write(written[0].Line, writer);
            return;
        }
        var page = PenPage.Of([.. written.Select(line => line.Line)], style);
        if (ending == Png)
            PenPng.Write(page, output);
        else
            PenSvg.Write(page, output);
    }

    private static string? Plot(ParseResult arguments, Option<string?> option)
    {
        if (arguments.GetValue(option) is not { } path)
            return null;
        if (Path.GetExtension(path).ToLowerInvariant() is not (Svg or Png))
            throw new ConfigurationException($"{option.Name} {path}: the name of a plot must end with {Svg} or {Png}");
        OutputFile.CheckFolder(option.Name, path);
        return path;
    }

    private static string Ending(string? path)
    {
        var ending = path is null ? Svg : Path.GetExtension(path).ToLowerInvariant();
        return ending is Svg or Png or Csv ? ending : throw new ConfigurationException($"--out {path}: samples of this run are handwriting; its name must end with {Svg}, {Png} or {Csv}");
    }

    private static string[] Texts(string? given, int lineLength)
    {
        if (string.IsNullOrEmpty(given))
            throw new ConfigurationException("--text: say what to write by hand");
        var text = given.StartsWith('@') ? TextFile.Read(given[1..]) : given;
        string[] lines = [.. PenText.Lines(text, lineLength)];
        return lines.Length > 0 ? lines : throw new ConfigurationException("--text: there is nothing to write but spaces");
    }

    private PenStyle Style(ParseResult arguments)
    {
        (string Key, string? Value)[] given = [("colour", arguments.GetValue(_colour)), ("stroke_width", arguments.GetValue(_width)), ("has_captions", arguments.GetValue(_plain) ? "false" : null)];
        return new OptionsBinder(OptionKinds.None).Bind<PenStyle>(given.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value}"));
    }

    private static PenLine Priming(string prompt) => prompt.StartsWith('@')
        ? StrokeFolder.ReadLine(prompt[1..])
        : throw new ConfigurationException("--prompt: handwriting goes on from a file of strokes, @strokes.csv or @strokes.svg, beside which a file .txt says what is written there");
}
