using System.Text.Json.Nodes;

using SkiaSharp;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Images end to end: training on files, samples, completion, evaluation.</summary>
public sealed class ImageRunTests : IDisposable
{
    private const int Side = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("images").FullName;

    public ImageRunTests()
    {
        MadeUpImages.WriteSet(Path.Combine(_folder, "set"), Side, train: 60, test: 20);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Images_are_learned_sampled_completed_and_judged()
    {
        var run = Path.Combine(_folder, "run");
        var training = Professor.Run(["train", "mnist-small", .. Sizes, "--out", run]);
        Assert.True(training.Code == 0, training.Error);
        Assert.Contains("nats/image", training.Output, StringComparison.Ordinal);
        Assert.Contains("nats per image at step", training.Output, StringComparison.Ordinal);
        // The discriminator's gradient comes to the generator, and both learn.
        var metrics = JsonNode.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).Last())!;
        Assert.Equal((1.0, 1.0), ((double)metrics["generator_gate"]!, (double)metrics["discriminator_gate"]!));
        Assert.True((double)metrics["gradient_ratio"]! > 0);
        // Four images in a grid of two by two.
        Assert.Equal((35, 35), Size(Path.Combine(run, "samples", "step-00000004.png")));

        var sample = Path.Combine(_folder, "sample.png");
        Assert.Equal(0, Professor.Run("sample", run, "--out", sample).Code);
        Assert.Equal((Side, Side), Size(sample));
        var half = Path.Combine(_folder, "half.png");
        MadeUpImages.WriteDiagonal(half, Side, Side / 2);
        Assert.Equal(0, Professor.Run("sample", run, "--prompt", $"@{half}", "--out", sample).Code);
        using (var completed = SKBitmap.Decode(sample))
            Assert.All(Enumerable.Range(0, Side * Side / 2), i => Assert.Equal(i % Side == i / Side ? 255 : 0, completed.GetPixel(i % Side, i / Side).Red));

        var positions = Path.Combine(_folder, "positions.csv");
        var report = Evaluate("--baseline", "--quality", "--samples", "30", "--positions", positions, "--json").Json;
        Assert.Equal(20 * Side * Side, (int)report["elements"]!);
        Assert.Equal((double)report["nll"]! * Side * Side, (double)report["nll_of_sequence"]!, 1e-9);
        Assert.True((double)report["nll_of_sequence_error"]! > 0);
        Assert.Equal(["independent pixels", "pixels given 5 neighbours"], report["baselines"]!.AsArray().Select(baseline => (string)baseline!["name"]!));
        Assert.Equal(1, report["quality"]!["samples"]!["shares"]!.AsArray().Sum(share => (double)share!), 1e-9);
        Assert.True((double)report["quality"]!["test"]!["frechet_distance"]! < 1e-6);
        Assert.Equal(30, (int)report["quality"]!["samples"]!["count"]!);
        var lines = File.ReadAllLines(positions);
        Assert.Equal(Side * Side + 1, lines.Length);
        Assert.Equal((double)report["nll"]!, lines.Skip(1).Average(line => double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)), 1e-6);
        Assert.Equal((540, 480), Size(Written("positions.png")));
        var text = Evaluate("--quality", "--samples", "30").Output;
        Assert.Contains("Fréchet distance from test", text, StringComparison.Ordinal);
        Assert.Matches(@"nats per pixel \(standard error 0\.\d+\): \d+\.\d+ nats per image \(standard error \d+\.\d+\)", text);
        Assert.Equal(Side * Side / 2, Professor.Run("score", run, "--data", half).OutputLines.Length - 1);

        Assert.Contains("--length: 65 pixels after the 0 of the prompt are more than the 64 there are", Professor.Run("sample", run, "--length", "65").Fails(2), StringComparison.Ordinal);
        Assert.Contains("--prompt without @: this run's elements are pixels, not text", Professor.Run("sample", run, "--prompt", "text").Fails(2), StringComparison.Ordinal);
        Assert.Contains("its name must end with .png", Professor.Run("sample", run, "--out", "x.jpg").Fails(2), StringComparison.Ordinal);
        Assert.Contains("its name must end with .csv or .png", Evaluate("--positions", "map.svg").Fails(2), StringComparison.Ordinal);
        foreach (var option in new[] { "--samples", "--seed" })
            Assert.Equal($"error: {option} is for samples that an oracle scores, or that --quality judges", Evaluate(option, "3").Fails(2));
        Assert.Equal("error: --length is for samples that an oracle scores, or of handwriting, with --quality", Evaluate("--quality", "--length", "3").Fails(2));
        Assert.Contains("there is no folder ", Evaluate("--positions", Path.Combine(_folder, "none", "map.csv")).Fails(2), StringComparison.Ordinal);
        MadeUpImages.WriteDiagonal(half, Side, Side);
        Assert.Contains("all 64 pixels are given, so that there is nothing to draw", Professor.Run("sample", run, "--prompt", $"@{half}", "--out", sample).Fails(2), StringComparison.Ordinal);
        MadeUpImages.WriteDiagonal(half, Side, Side + 1);
        Assert.Contains("has 9 × 8 pixels; needed are 8 columns and at most 8 rows", Professor.Run("sample", run, "--prompt", $"@{half}").Fails(3), StringComparison.Ordinal);

        Professor.Result Evaluate(params string[] more) => Professor.Run(["evaluate", run, "--data-root", _folder, .. more]);
        string Written(string name)
        {
            var path = Path.Combine(_folder, name);
            Assert.Equal(0, Evaluate("--positions", path).Code);
            return path;
        }
    }

    [Fact]
    public void A_folder_of_images_is_data()
    {
        for (var i = 0; i < 60; i++)
            MadeUpImages.WriteDiagonal(Path.Combine(_folder, "own", $"{i}.png"), Side, Side);
        var run = Path.Combine(_folder, "run");
        var training = Professor.Run(["train", "mnist-small", "--data", Path.Combine(_folder, "own"), "--method", "teacher", "--set", .. Sizes[6..], "--out", run]);
        Assert.True(training.Code == 0, training.Error);
        Assert.StartsWith("own by teacher forcing", training.Output, StringComparison.Ordinal);
        Assert.Contains("there are no labelled images of this kind", Professor.Run("evaluate", run, "--quality").Fails(3), StringComparison.Ordinal);
        Assert.Equal(0, Professor.Run("evaluate", run).Code);
        File.Delete(Path.Combine(_folder, "own", "1.png"));
        File.Delete(Path.Combine(_folder, "own", "2.png"));
        File.Delete(Path.Combine(_folder, "own", "3.png"));
        Assert.Contains($"the data are not those that {run} was trained on", Professor.Run("evaluate", run).Fails(3), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_are_not_there_are_exit_code_3() =>
        Assert.Contains("binarized_mnist_train.amat' found", Professor.Run("train", "mnist-small", "--out", Path.Combine(_folder, "none")).Fails(3), StringComparison.Ordinal);

    [Fact]
    public void Samples_longer_than_an_image_are_a_configuration_error() =>
        Assert.Contains("training.sample_length is 100: a sequence of these data has at most 64 pixels",
            Professor.Run(["train", "mnist-small", .. Sizes, "training.sample_length=100", "--out", Path.Combine(_folder, "none")]).Fails(2), StringComparison.Ordinal);

    [Fact]
    public void A_run_goes_on_bit_for_bit()
    {
        string[] Train(string name, int steps) => ["train", "mnist-small", .. Sizes, "training.checkpoint_every=1", "training.sample_every=0", "--steps", $"{steps}", "--threads", "1", "--out", Path.Combine(_folder, name)];
        Assert.Equal(0, Professor.Run(Train("straight", 4)).Code);
        Assert.Equal(0, Professor.Run(Train("twice", 2)).Code);
        Assert.Equal(0, Professor.Run("train", "--resume", "--out", Path.Combine(_folder, "twice"), "--steps", "4", "--threads", "1", "--data-root", _folder).Code);
        Assert.Equal(TinyRun.Weights(Path.Combine(_folder, "straight")), TinyRun.Weights(Path.Combine(_folder, "twice")));
    }

    [Fact]
    public void One_image_is_too_few_to_compare_distributions()
    {
        MadeUpImages.WriteSet(Path.Combine(_folder, "set"), Side, train: 60, test: 1);
        var run = Path.Combine(_folder, "run");
        Assert.Equal(0, Professor.Run(["train", "mnist-small", .. Sizes, "--method", "teacher", "--out", run]).Code);
        Assert.Contains("--quality: distributions are compared, of at least 2 images each; there are 40 for training and 1 for test",
            Professor.Run("evaluate", run, "--quality", "--data-root", _folder).Fails(3), StringComparison.Ordinal);
    }

    private string[] Sizes =>
    [
        "--data-root", _folder, "--set", "data.kind=idx", "data.path=set", "data.valid_count=20", "data.height=8", "data.width=8",
        "generator.hidden=8", "generator.embedding=4", "discriminator.channels=4,4", "professor.gate_warmup=0", "professor.generator_gate=0", "training.steps=4", "training.batch_size=8", "training.validate_every=2", "training.sample_every=2", "training.sample_count=4",
    ];

    private static (int Width, int Height) Size(string path)
    {
        using var bitmap = SKBitmap.Decode(path);
        return (bitmap.Width, bitmap.Height);
    }
}
