using System.Text.Json.Nodes;

using SkiaSharp;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Handwriting end to end: training on files of strokes, texts written in a style, evaluation.</summary>
public sealed class HandwritingRunTests : IDisposable
{
    private static readonly string[] Words = ["ab", "ba", "abba", "baba"];

    private readonly string _folder = Directory.CreateTempSubdirectory("handwriting").FullName;

    public HandwritingRunTests()
    {
        for (var i = 0; i < 40; i++)
            MadeUpStrokes.Write(Path.Combine(_folder, "own"), $"line-{i:D2}", $"{Words[i % 4]} {Words[i / 4 % 4]}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Handwriting_is_learned_written_and_judged()
    {
        var run = Path.Combine(_folder, "run");
        var training = Professor.Run([
            "train", "--data", Path.Combine(_folder, "own"), "--out", run, "--threads", "1", "--set", "generator.hidden=12", "generator.window_components=2", "generator.mixtures=2",
            "discriminator.hidden=6", "data.sequence_length=10", "professor.free_running_length=30", "professor.segment_length=10", "professor.judged_segments=2", "professor.free_running_rows=4",
            "professor.gate_warmup=0", "professor.generator_gate=0", "training.steps=6", "training.batch_size=8", "training.log_every=1", "training.validate_every=3", "training.sample_every=3", "training.sample_length=40",
        ]);
        Assert.True(training.Code == 0, training.Error);
        Assert.StartsWith("own by professor forcing", training.Output, StringComparison.Ordinal);
        Assert.Contains("nats/point", training.Output, StringComparison.Ordinal);
        Assert.Contains("gates G 1.00", training.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(run, "samples", "step-00000006.svg")), StringComparison.Ordinal);

        var (svg, png, csv) = (Out("a.svg"), Out("a.png"), Out("a.csv"));
        var (alignment, density) = (Out("alignment.png"), Out("density.svg"));
        string[] write = ["sample", run, "--text", "abba ba\nab", "--length", "60", "--bias", "0.5", "--seed", "3"];
        var written = Professor.Run([.. write, "--out", svg, "--colour", "darkred", "--stroke-width", "3", "--alignment", alignment, "--density", density]);
        Assert.True(written.Code == 0, written.Error);
        Assert.All(written.ErrorLines, line => Assert.Matches(@"^warning: sample [12] did not come to the end of its text within 60 points; --length allows more$", line));
        var page = File.ReadAllText(svg);
        Assert.Contains("#8b0000", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("abba ba", page, StringComparison.Ordinal);
        Assert.True(File.Exists(density));
        using (var picture = SKBitmap.Decode(alignment))
            Assert.True(picture.Width > 100);
        Assert.Equal(page, Professor.Run([.. write, "--colour", "darkred", "--stroke-width", "3"]).Output);
        Assert.DoesNotContain("abba ba", Professor.Run([.. write, "--no-captions"]).Output, StringComparison.Ordinal);
        Assert.Equal(0, Professor.Run([.. write, "--out", png]).Code);
        using (var picture = SKBitmap.Decode(png))
            Assert.True(picture.Height > 40);
        Assert.Equal(0, Professor.Run("sample", run, "--text", "ab", "--length", "60", "--out", csv).Code);
        Assert.StartsWith("x,y,stroke\n", File.ReadAllText(csv), StringComparison.Ordinal);
        // In the style of a line of one's own.
        var prompt = $"@{Path.Combine(_folder, "own", "line-00.csv")}";
        Assert.NotEqual(Professor.Run("sample", run, "--text", "ab", "--length", "60").Output, Professor.Run("sample", run, "--text", "ab", "--length", "60", "--prompt", prompt).Output);

        var report = Evaluate("--baseline", "--quality", "--samples", "2", "--length", "60", "--bias", "1", "--json").Json;
        Assert.Equal("point", (string)report["element"]!);
        Assert.Equal(2, report["baselines"]!.AsArray().Count);
        Assert.Equal((2, 60, 1.0), ((int)report["quality"]!["samples"]!, (int)report["quality"]!["length"]!, (double)report["quality"]!["bias"]!));
        Assert.Equal(6, report["quality"]!["measures"]!.AsArray().Count);
        var (window, longWindow) = (report["quality"]!["window"]!, report["quality"]!["long_window"]!);
        Assert.All(["samples", "real_lines"], lines => Assert.Equal(2, (int)window[lines]!["finished"]!["total"]!));
        Assert.Equal((2, null), ((int)window["samples"]!["ended_by_itself"]!["total"]!, window["real_lines"]!["ended_by_itself"]));
        Assert.All(["samples", "real_lines"], lines => Assert.Equal((2, null), ((int)longWindow[lines]!["with_repeats"]!["total"]!, longWindow[lines]!["finished"])));
        var evaluated = Evaluate("--quality", "--samples", "2", "--length", "60").Output;
        Assert.Contains("nats per point", evaluated, StringComparison.Ordinal);
        Assert.Contains("no distances: they need 20 samples and as many real lines", evaluated, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\W*read everything once(\W+\d+\.\d %){4}\W*$", evaluated);
        Assert.Matches(@"(?m)^\W*characters repeated(\W+\d+\.\d %){8}\W*$", evaluated);

        Assert.Contains("--text: say what to write by hand", Fails(2), StringComparison.Ordinal);
        Assert.Contains("character 2 of the text is 'c', which is not among the 3", Fails(3, "--text", "ac"), StringComparison.Ordinal);
        Assert.Contains("its name must end with .svg, .png or .csv", Fails(2, "--text", "ab", "--out", "x.txt"), StringComparison.Ordinal);
        Assert.Contains("a CSV file holds one line of handwriting, and 2 are asked for", Fails(2, "--text", "ab\nba", "--out", csv), StringComparison.Ordinal);
        Assert.Contains("colour: 'nocolour' is not ", Fails(2, "--text", "ab", "--colour", "nocolour"), StringComparison.Ordinal);
        Assert.Contains("--density x.pdf: the name of a plot must end with .svg or .png", Fails(2, "--text", "ab", "--density", "x.pdf"), StringComparison.Ordinal);
        Assert.Contains("handwriting goes on from a file of strokes", Fails(2, "--text", "ab", "--prompt", "ab"), StringComparison.Ordinal);
        Assert.Equal($"error: '{Out("no.csv")}' does not exist", Fails(3, "--text", "ab", "--prompt", $"@{Out("no.csv")}"));
        Assert.Contains("--alignment no/x.png: there is no folder ", Fails(2, "--text", "ab", "--alignment", "no/x.png"), StringComparison.Ordinal);
        Assert.Contains("the word 'abab…' has 4 characters, more than the 3 of a line", Fails(3, "--text", "ab abab", "--line-length", "3"), StringComparison.Ordinal);
        Assert.Contains("a CSV file holds one line of handwriting, and 2 are asked for", Fails(2, "--text", "ab  ba ab ab", "--line-length", "5", "--out", csv, "--count", "1"), StringComparison.Ordinal);
        File.WriteAllText(Out("a.txt"), "ac");
        Assert.Equal("error: 'a', in whose style to write: character 2 of the text is 'c', which is not among the 3 that the training texts have: space a b", Fails(3, "--text", "ab", "--prompt", $"@{csv}"));
        File.Delete(Out("a.txt"));
        Assert.Contains("must say what is written", Fails(3, "--text", "ab", "--prompt", $"@{csv}"), StringComparison.Ordinal);
        Assert.Contains("--top-k chooses among symbols; this run's elements are points", Fails(2, "--text", "ab", "--top-k", "3"), StringComparison.Ordinal);
        Assert.Contains("--bias is for samples of handwriting, with --quality", Evaluate("--bias", "1").Fails(2), StringComparison.Ordinal);
        Assert.Contains("twice as many real lines are needed, and there are 4", Evaluate("--quality", "--samples", "3").Fails(2), StringComparison.Ordinal);
        Assert.Contains("--length: 49 with --quality: samples are compared by segments of 50 points", Evaluate("--quality", "--samples", "2", "--length", "49").Fails(2), StringComparison.Ordinal);
        Assert.Contains("this run's elements are points, not text or pixels", Professor.Run("score", run, "--data", csv).Fails(2), StringComparison.Ordinal);

        string Out(string name) => Path.Combine(_folder, name);
        string Fails(int code, params string[] more) => Professor.Run(["sample", run, .. more]).Fails(code);
        Professor.Result Evaluate(params string[] more) => Professor.Run(["evaluate", run, .. more]);
    }

    [Fact]
    public void A_run_goes_on_bit_for_bit()
    {
        // At a constant rate, as a cosine schedule follows the number of steps.
        string[] Train(string name, params string[] more) =>
        [
            "train", "--data", Path.Combine(_folder, "own"), "--out", Path.Combine(_folder, name), "--threads", "1", .. more, "--set", "generator.hidden=8", "generator.output_dropout=0.2", "data.sequence_length=20",
            "training.truncate_steps=6", "discriminator.hidden=6", "professor.free_running_length=30", "professor.segment_length=10", "professor.judged_segments=1",
            "professor.free_running_rows=3", "professor.gate_warmup=0", "professor.generator_gate=0", "training.schedule=constant",
            """professor.behaviour=["hidden","embedding","condition","window","probabilities","logits"]""", "training.batch_size=4", "training.validate_every=2", "training.sample_every=0", "training.checkpoint_every=2",
        ];
        Assert.Equal(0, Professor.Run(Train("straight", "--steps", "5")).Code);
        Assert.Equal(0, Professor.Run(Train("twice", "--steps", "3")).Code);
        Assert.Equal(0, Professor.Run("train", "--resume", "--out", Path.Combine(_folder, "twice"), "--steps", "5", "--threads", "1").Code);
        Assert.Equal(TinyRun.Weights(Path.Combine(_folder, "straight")), TinyRun.Weights(Path.Combine(_folder, "twice")));
    }

    // Rows that are judged go on into other lines; what is learned by likelihood must not.
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void The_likelihood_is_of_the_same_sequences_by_either_method(int length)
    {
        double Nll(string method)
        {
            var run = Path.Combine(_folder, method);
            var training = Professor.Run([
                "train", "--data", Path.Combine(_folder, "own"), "--out", run, "--threads", "1", "--method", method, "--set", "generator.hidden=8", "discriminator.hidden=6",
                $"data.sequence_length={length}", "professor.free_running_length=60", "professor.segment_length=10", "professor.judged_segments=1", "training.steps=1", "training.batch_size=40",
                "training.log_every=1", "training.sample_every=0",
            ]);
            Assert.True(training.Code == 0, training.Error);
            return (double)JsonNode.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).First())!["nll"]!;
        }
        Assert.Equal(Nll("teacher"), Nll("professor"), 1e-6);
    }

    [Fact]
    public void Options_of_handwriting_are_refused_by_other_runs()
    {
        using var run = new TinyRun();
        Assert.Contains("--text is for handwriting; this run's elements are characters", Professor.Run("sample", run.Folder, "--text", "ab").Fails(2), StringComparison.Ordinal);
    }
}
