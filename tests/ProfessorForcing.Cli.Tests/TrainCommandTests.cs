using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Cli.Tests;

public sealed class TrainCommandTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private readonly string _folder = Path.Combine(tiny.Scratch, Path.GetRandomFileName());

    [Fact]
    public void Training_says_how_it_goes_in_plain_lines()
    {
        Assert.True(tiny.Result.Code == 0, tiny.Result.Error);
        Assert.Equal($"oracle by professor forcing, 6 steps, in {tiny.Folder}", tiny.Result.OutputLines[0]);
        Assert.Contains(tiny.Result.OutputLines, line => line.StartsWith("step 3/6  train ", StringComparison.Ordinal) && line.Contains("  valid ", StringComparison.Ordinal));
        Assert.Contains(tiny.Result.OutputLines, line => line.StartsWith("best validation: ", StringComparison.Ordinal));
        Assert.Equal($"sample with: professor sample {tiny.Folder}", tiny.Result.OutputLines[^1]);
        Assert.DoesNotContain('\u001b', tiny.Result.Output);
        Assert.Empty(tiny.Result.Error);
    }

    [Fact]
    public void The_configuration_in_the_run_folder_is_complete()
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(tiny.Folder, "config.json")))!;
        Assert.Equal(6, (int)config["training"]!["steps"]!);
        Assert.Equal(0.999, (double)config["training"]!["beta2"]!);
    }

    [Fact]
    public void A_run_that_exists_is_never_overwritten_unasked()
    {
        var before = TinyRun.Weights(tiny.Folder);
        var result = TinyRun.Train(tiny.Folder, "--steps", "6");
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: {tiny.Folder} holds a run already: continue it with --resume, replace it with --force", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, TinyRun.Weights(tiny.Folder));
    }

    [Fact]
    public void Training_and_evaluation_say_where_nothing_adversarial_reached_the_generator()
    {
        const string Caveat = "hardly professor forcing: adversarial terms reached the generator in 0.0 % of the steps";
        var result = TinyRun.Train(_folder, "--steps", "100", "--set", "professor.warmup_steps=1000", "training.validate_every=50");
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains(result.OutputLines, line => line.StartsWith($"warning: {Caveat}", StringComparison.Ordinal));
        Assert.Contains(Professor.Run("evaluate", _folder).OutputLines, line => line.StartsWith(Caveat, StringComparison.Ordinal));
        Assert.DoesNotContain(tiny.Result.OutputLines, line => line.Contains("hardly", StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_leave_no_run_folder_behind()
    {
        Assert.Equal(2, TinyRun.Train(_folder, "--steps", "0").Code);
        Assert.Equal(2, TinyRun.Train(_folder, "--init-from", "nowhere").Code);
        Assert.Equal(2, TinyRun.Train(_folder, "--device", "tpu").Code);
        Assert.Equal(3, Professor.Run("train", "--data", "no-such-file.txt", "--out", _folder).Code);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Replacing_a_run_with_force_begins_anew()
    {
        Assert.Equal(0, TinyRun.Train(_folder, "--steps", "2", "--seed", "5").Code);
        Assert.Equal(0, TinyRun.Train(_folder, "--steps", "6", "--force").Code);
        Assert.Equal(TinyRun.Weights(tiny.Folder), TinyRun.Weights(_folder));
    }

    [Fact]
    public void As_json_only_the_result_is_on_standard_output()
    {
        var result = TinyRun.Train(_folder, "--steps", "3", "--json", "--method", "teacher");
        Assert.Equal("completed", (string)result.Json["reason"]!);
        Assert.Equal(3, (int)result.Json["step"]!);
        Assert.True((double)result.Json["best_nll"]! > 0);
        Assert.Contains(result.ErrorLines, line => line.StartsWith("step 3/3  train ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_file_replaces_the_experiments_own_data()
    {
        var text = Path.Combine(tiny.Scratch, "text.txt");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("one two three\n", 100)));
        string[] arguments = ["train", "word-ptb-small", "--data", text, "--threads", "1", "--steps", "1", "--out", _folder, "--set", "data.sequence_length=10",
            "generator.hidden=4", "generator.embedding=4", "discriminator.hidden=4", "training.sample_length=10"];
        var result = Professor.Run(arguments);
        Assert.True(result.Code == 0, result.Error);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "config.json")))!;
        Assert.Equal("text", (string)config["name"]!);
        var data = config["data"]!;
        Assert.Equal(("text", text, "word", 10), ((string)data["kind"]!, (string)data["path"]!, (string)data["level"]!, (int)data["sequence_length"]!));
        Assert.Contains(result.OutputLines, line => line.Contains("best validation: perplexity", StringComparison.Ordinal));
    }

    [Fact]
    public void The_weights_of_another_run_are_a_start()
    {
        var plain = TinyRun.Train(_folder, "--steps", "1", "--json").Json;
        var warm = TinyRun.Train(_folder + "-warm", "--steps", "1", "--json", "--init-from", tiny.Folder).Json;
        Assert.True((double)warm["best_nll"]! < (double)plain["best_nll"]!);
    }

    [Fact]
    public void A_time_limit_ends_the_run_in_order()
    {
        var result = TinyRun.Train(_folder, "--steps", "1000000", "--time-limit", "1s", "--json").Json;
        Assert.Equal("time_limit", (string)result["reason"]!);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_saves_a_checkpoint_and_ends_with_75(string signal)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("signals are sent with kill");
            return;
        }
        using var process = Professor.Start(["train", .. TinyRun.Arguments, "--steps", "1000000", "--threads", "1", "--out", _folder]);
        await WaitForStep(process);
        Send(signal, process);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(75, process.ExitCode);
        Assert.Equal("stopping at the next step boundary; interrupt once more to leave at once", error.Trim());
        // Where it stopped is where it goes on.
        var step = Directory.GetDirectories(Path.Combine(_folder, "checkpoints")).Max(folder => int.Parse(Path.GetFileName(folder)[5..], null));
        var resumed = TinyRun.Train(_folder, "--resume", "--steps", $"{step + 1}");
        Assert.Contains($"from step {step:N0} to {step + 1:N0}", resumed.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_leaves_at_once()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("signals are sent with kill");
            return;
        }
        // A step of many seconds, in the middle of which both signals come.
        using var process = Professor.Start("train", "oracle", "--threads", "1", "--method", "teacher", "--out", _folder, "--set",
            "data.sequence_length=2000", "data.train_sequences=64", "data.valid_sequences=2", "data.test_sequences=2",
            "generator.hidden=512", "generator.layers=2", "training.batch_size=16");
        Assert.StartsWith("oracle by teacher forcing", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        while (!process.HasExited && TinyRun.Checkpoints(_folder).Length == 0)
            await Task.Delay(20);
        Send("TERM", process);
        Assert.Contains("interrupt once more to leave at once", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Send("TERM", process);
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Empty(await process.StandardError.ReadToEndAsync());
        // No step was finished; what there was is still there.
        Assert.Equal("step-00000000", Path.GetFileName(Assert.Single(TinyRun.Checkpoints(_folder))));
    }

    [Theory]
    [InlineData]
    [InlineData(
        "generator.input_dropout=0.2", "generator.output_dropout=0.2", "discriminator.dropout=0.2", "discriminator.instance_noise=0.1",
        "professor.adversarial_optimizer=separate", "professor.teacher_weight=1", "professor.gate_warmup=2", "professor.generator_gate=0")]
    [InlineData("generator.layer_norm=true", "generator.layers=2", "discriminator.layer_norm=true", "professor.gate_warmup=2", "professor.generator_gate=0")]
    [InlineData("method=scheduled", "scheduled.steps=10", "scheduled.probability=0.5", "generator.output_dropout=0.2")]
    public async Task A_killed_run_resumes_to_the_same_end(params string[] settings)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("signals are sent with kill");
            return;
        }
        string[] train = ["train", .. TinyRun.Arguments, .. settings, "--threads", "1", "--out"];
        using (var process = Professor.Start([.. train, _folder, "--steps", "1000000"]))
        {
            await WaitForStep(process);
            Send("KILL", process);
            await process.WaitForExitAsync();
        }
        var reached = Reached();
        var end = $"{reached + 4}";
        var resumed = TinyRun.Train(_folder, "--resume", "--steps", end);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(0, Professor.Run([.. train, _folder + "-straight", "--steps", end]).Code);
        Assert.Equal(TinyRun.Weights(_folder + "-straight"), TinyRun.Weights(_folder));
        // Each step stands once in the metrics.
        var steps = File.ReadLines(Path.Combine(_folder, "metrics.jsonl")).Select(line => (long)JsonNode.Parse(line)!["step"]!);
        Assert.Equal(Enumerable.Range(1, reached + 4).Select(step => (long)step), steps);
    }

    // It saves at every step, so that many of the moments lie within a save.
    [Fact]
    [Trait("Suite", "Slow")]
    public async Task However_often_and_whenever_a_run_is_killed_it_resumes_to_the_same_end()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("signals are sent with kill");
            return;
        }
        string[] train = ["train", .. TinyRun.Arguments, "training.checkpoint_every=1", "--threads", "1", "--out"];
        var random = new Random(1);
        int Saved() => Directory.Exists(Path.Combine(_folder, "checkpoints")) && Directory.GetDirectories(Path.Combine(_folder, "checkpoints"), "step-????????").Length > 0 ? Reached() : -1;
        for (var kill = 0; kill < 8; kill++)
        {
            // From before the folder is there to the middle of training.
            using var process = Professor.Start([.. train, _folder, "--steps", "1000000", .. File.Exists(Path.Combine(_folder, "config.json")) ? new[] { "--resume" } : []]);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            // Now and then it gets on, however slow the machine is.
            var before = Saved();
            if (kill % 3 == 1)
                Assert.True(SpinWait.SpinUntil(() => Saved() > before, 60_000), "it does not get on");
            await Task.Delay(kill == 0 ? 150 : random.Next(10, 2000));
            Send("KILL", process);
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 137, $"it ended before it was killed: {await output}{await error}");
        }
        var reached = Reached();
        Assert.True(reached > 1);
        var end = $"{reached + 4}";
        var resumed = Professor.Run([.. train, _folder, "--resume", "--steps", end]);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Empty(resumed.Error);
        Assert.Equal(0, Professor.Run([.. train, _folder + "-straight", "--steps", end]).Code);
        Assert.Equal(TinyRun.Weights(_folder + "-straight"), TinyRun.Weights(_folder));
    }

    // The step of the newest checkpoint.
    private int Reached() =>
        Directory.GetDirectories(Path.Combine(_folder, "checkpoints"), "step-????????").Max(folder => int.Parse(Path.GetFileName(folder)[5..], null));

    private static async Task WaitForStep(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("step 5/", StringComparison.Ordinal))
                break;
        }
        // What comes after is read too, lest the process wait for its reader.
        _ = process.StandardOutput.ReadToEndAsync();
    }

    private static void Send(string signal, Process process) => Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
}
