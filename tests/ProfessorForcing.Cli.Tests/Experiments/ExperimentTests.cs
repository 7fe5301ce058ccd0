using System.Globalization;

namespace ProfessorForcing.Cli.Tests.Experiments;

/// <summary>The named experiments do what they are for. Trainings of hours: the long suite.</summary>
[Trait("Suite", "Long")]
public sealed class ExperimentTests : IDisposable
{
    private const long GiB = 1L << 30;
    private const long Most = 20 * GiB;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("oracle", Traits = ["Experiment", "oracle"])]
    // It goes on for as long as one lets it; this is far enough.
    [InlineData("oracle-long", "--steps", "2000", Traits = ["Experiment", "oracle-long"])]
    [InlineData("char-ptb-small", Traits = ["Experiment", "char-ptb-small"])]
    [InlineData("word-ptb-small", Traits = ["Experiment", "word-ptb-small"])]
    [InlineData("mnist-small", Traits = ["Experiment", "mnist-small"])]
    [InlineData("handwriting-small", Traits = ["Experiment", "handwriting-small"])]
    public void A_small_experiment_ends_clearly_better_than_the_best_simple_model(string experiment, params string[] limits)
    {
        string[] data = experiment switch
        {
            "mnist-small" => ["--data-root", Root(Path.Combine("binarized-mnist", "binarized_mnist_train.bits.gz"), "binarized MNIST")],
            "handwriting-small" => ["--data-root", Root(Path.Combine("iam-ondb", "strokes.npz"), "IAM-OnDB")],
            _ when experiment.StartsWith("oracle", StringComparison.Ordinal) => [],
            _ => ["--data-root", PennTreebank()],
        };
        var train = Professor.Run(Limit, ["train", experiment, .. data, .. limits, "--out", _folder]);
        Assert.True(train.Code == 0, train.Error);
        string[] samples = experiment.StartsWith("oracle", StringComparison.Ordinal) ? ["--samples", "0"] : [];
        var evaluation = Professor.Run(Limit, ["evaluate", _folder, .. data, .. samples, "--baseline", "--json"]).Json;
        Assert.Equal("test", (string)evaluation["data"]!);
        var (nll, error, baseline) = ((double)evaluation["nll"]!, (double)evaluation["nll_error"]!, evaluation["baselines"]!.AsArray().Min(model => (double)model!["nll"]!));
        TestContext.Current.SendDiagnosticMessage($"{experiment}: {nll:F4} nats, standard error {error:F4}; best simple model {baseline:F4}");
        // Both are of the same text, so three standard errors of the one are more than three of the difference.
        Assert.True(nll < baseline - 3 * error, $"NLL {nll:F4} (standard error {error:F4}) against {baseline:F4}");
    }

    [Fact]
    public async Task The_experiment_of_the_paper_trains_within_20_GiB()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("the largest memory of a process is read from Linux's /proc");
        if (Kibibytes("/proc/meminfo", "MemAvailable:") * 1024 < Most)
            Assert.Skip("this machine has not 20 GiB of memory to spare");
        using var process = Professor.Start("train", "char-ptb", "--steps", "3", "--data-root", PennTreebank(), "--out", _folder);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Kibibytes($"/proc/{process.Id}/status", "VmHWM:") * 1024);
            if (peak > Most)
                process.Kill();
            await Task.Delay(100);
        }
        TestContext.Current.SendDiagnosticMessage($"char-ptb: {(double)peak / GiB:F1} GiB at most");
        Assert.InRange(peak, GiB, Most);
        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains("done: step 3 ", await output, StringComparison.Ordinal);
    }

    // 0 where the process has just ended.
    private static long Kibibytes(string path, string name)
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string PennTreebank() => Root(Path.Combine("ptb", "ptb.train.txt"), "the Penn Treebank");

    private static string Root(string file, string name)
    {
        if (Repository.Data is not { } data || !File.Exists(Path.Combine(data, file)))
            Assert.Skip($"{name} is not here");
        return Repository.Data!;
    }
}
