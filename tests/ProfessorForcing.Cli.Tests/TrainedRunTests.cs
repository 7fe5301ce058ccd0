using System.Globalization;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Cli.Tests;

/// <summary>The commands that use a trained run.</summary>
public sealed class TrainedRunTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private Professor.Result Run(string command, params string[] more) => Professor.Run([command, tiny.Folder, "--threads", "1", .. more]);

    [Fact]
    public void A_sample_has_the_asked_length_and_depends_on_the_seed_alone()
    {
        var sample = Run("sample", "--length", "50");
        Assert.True(sample.Code == 0, sample.Error);
        Assert.Equal(51, sample.Output.Length); // one symbol of the oracle's alphabet is one character; then a line end
        Assert.Equal(sample.Output, Run("sample", "--length", "50", "--seed", "1").Output);
        Assert.NotEqual(sample.Output, Run("sample", "--length", "50", "--seed", "2").Output);
    }

    [Fact]
    public async Task A_sample_is_written_while_it_is_made()
    {
        // It would take hours to make; what has been made is there long before.
        using var process = Professor.Start("sample", tiny.Folder, "--threads", "1", "--length", "100000000");
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var first = new char[100];
            Assert.Equal(100, await process.StandardOutput.ReadBlockAsync(first, patience.Token));
            Assert.Equal(Run("sample", "--length", "100").Output[..100], new string(first));
            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public void Several_samples_go_to_a_file_each_after_the_prompt()
    {
        var (prompt, output) = (Path.Combine(tiny.Scratch, "prompt.txt"), Path.Combine(tiny.Scratch, "samples.txt"));
        File.WriteAllText(prompt, "<tale>");
        var result = Run("sample", "--length", "10", "--count", "3", "--prompt", $"@{prompt}", "--out", output);
        Assert.True(result.Code == 0, result.Error);
        Assert.Empty(result.Output);
        Assert.Equal(3, File.ReadAllText(output).Split("=====\n<tale>").Length - 1);
        Assert.StartsWith("<tale>", Run("sample", "--length", "10", "--prompt", "<tale>").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_outside_the_alphabet_is_exit_code_3_and_named_with_where_it_stands()
    {
        var path = Path.Combine(tiny.Scratch, "foreign.txt");
        File.WriteAllText(path, "aЖ");
        void Fails(string name, params string[] arguments) =>
            Assert.StartsWith($"error: {name}: character 'Ж' (U+0416) at position 1 is not one of the ", Run(arguments[0], arguments[1..]).Fails(3), StringComparison.Ordinal);
        Fails("--prompt", "sample", "--prompt", "aЖ");
        Fails($"'{path}'", "sample", "--prompt", $"@{path}");
        Fails($"'{path}'", "score", "--data", path);
        Fails($"'{path}'", "evaluate", "--data", path);
    }

    [Fact]
    public void Impossible_sampling_options_are_reported_at_once()
    {
        var result = Run("sample", "--temperature", "0", "--top-k", "-1");
        Assert.Equal(2, result.Code);
        Assert.Equal(
            ["error: temperature: 0 is out of range; allowed: above 0, at most 100", "error: top_k: -1 is out of range; allowed: 0 to 1000000"],
            result.ErrorLines);
    }

    [Theory]
    [InlineData("-1", "seed: -1 is out of range; allowed: 0 to 9223372036854775807")]
    [InlineData("one", "seed: \"one\" is not a whole number, 0 to 9223372036854775807")]
    public void A_seed_that_is_none_is_refused_in_the_same_words_everywhere(string seed, string error)
    {
        foreach (var arguments in new string[][] { ["sample", tiny.Folder], ["evaluate", tiny.Folder], ["train", "oracle"] })
            Assert.Equal($"error: {error}", Professor.Run([.. arguments, "--seed", seed]).Fails(2));
    }

    [Fact]
    public void Evaluation_reports_likelihood_oracle_baseline_and_exposure()
    {
        var report = Run("evaluate", "--json", "--baseline", "--samples", "4", "--length", "30").Json;
        Assert.Equal(160, (int)report["elements"]!);
        Assert.Equal((double)report["nll"]! / Math.Log(2), (double)report["bits"]!, 1e-9);
        Assert.Equal((double)report["bits"]! - (double)report["oracle"]!["bits"]!, (double)report["oracle"]!["excess_bits"]!, 1e-9);
        Assert.Equal("5-gram with modified Kneser-Ney smoothing", (string)report["baselines"]![0]!["name"]!);
        Assert.Equal(4, (int)report["exposure"]!["samples"]!);
        Assert.Equal(30, (int)report["exposure"]!["ranges"]!.AsArray()[^1]!["to"]!);
        Assert.Equal(1.0, (double)report["training"]!["discriminator_gate"]!);
        var text = Run("evaluate", "--split", "valid", "--samples", "0");
        Assert.Contains(", step 6, on valid: 160 characters in 8 sequences of 20, state reset at each", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_validation_of_training_is_the_evaluation_of_the_validation_part()
    {
        var logged = (double)JsonNode.Parse(File.ReadLines(Path.Combine(tiny.Folder, "metrics.jsonl")).Last())!["valid_nll"]!;
        double On(string split) => (double)Run("evaluate", "--newest", "--split", split, "--samples", "0", "--json").Json["nll"]!;
        Assert.Equal(logged, On("valid"), 1e-9);
        Assert.True(Math.Abs(logged - On("test")) > 1e-4);
    }

    [Fact]
    public void The_scores_of_a_file_add_up_to_its_likelihood()
    {
        var text = Path.Combine(tiny.Scratch, "score.txt");
        File.WriteAllText(text, "<tale>a tale tat alel"[..20]);
        var lines = Run("score", "--data", text).OutputLines;
        Assert.Equal("position\tcharacter\tlog_probability", lines[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), lines.Skip(1).Select(line => line.Split('\t')[0]));
        var nll = -lines.Skip(1).Average(line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture));
        Assert.Equal(nll, (double)Run("evaluate", "--data", text, "--json", "--samples", "0").Json["nll"]!, 1e-5);
    }

    [Fact]
    public void State_is_carried_across_a_text()
    {
        var (text, run) = (Path.Combine(tiny.Scratch, "carried.txt"), Path.Combine(tiny.Scratch, "carried"));
        File.WriteAllText(text, string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i * i} ")));
        Assert.Equal(0, Professor.Run(
            "train", "--data", text, "--steps", "2", "--threads", "1", "--out", run, "--set",
            "data.sequence_length=20", "training.batch_size=4", "generator.hidden=8", "discriminator.hidden=4", "training.sample_length=10").Code);
        double Nll(params string[] more) => (double)Professor.Run(["evaluate", run, "--data", text, "--threads", "1", "--json", .. more]).Json["nll"]!;
        // Read as one, the text has the likelihood that its scores have.
        var scores = (double)Professor.Run("score", run, "--data", text, "--threads", "1", "--json").Json["nll"]!;
        Assert.Equal(scores, Nll("--carry-state"), 1e-5);
        Assert.True(Math.Abs(scores - Nll()) > 1e-4);
        Assert.Contains(", state carried across\n", Professor.Run("evaluate", run, "--split", "valid", "--carry-state", "--threads", "1").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void State_cannot_be_carried_between_independent_sequences()
    {
        var result = Run("evaluate", "--carry-state");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: --carry-state: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_can_be_looked_at() => Assert.Equal(20, (int)Professor.Run("info", tiny.Folder, "--json").Json["config"]!["data"]!["sequence_length"]!);

    [Fact]
    public void The_expected_time_of_a_run_is_what_its_steps_took()
    {
        var time = Professor.Run("info", tiny.Folder, "--json").Json["time"]!;
        Assert.True((bool)time["is_measured"]!);
        Assert.Equal((6, 6, 0.0), ((int)time["steps"]!, (int)time["steps_done"]!, (double)time["seconds_left"]!));
        Assert.Equal((double)time["seconds_spent"]! / 6, (double)time["seconds_per_step"]!, 1e-12);
        Assert.Contains("\ntime, measured in this run: ", Professor.Run("info", tiny.Folder).Output, StringComparison.Ordinal);
        // Other settings than the run's have no measured time.
        Assert.False((bool)Professor.Run("info", tiny.Folder, "--json", "--set", "training.steps=12").Json["time"]!["is_measured"]!);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("evaluate")]
    public void A_folder_without_a_run_is_one_line_and_exit_code_2(string command)
    {
        var result = Professor.Run(command, "nowhere");
        Assert.Equal(2, result.Code);
        Assert.EndsWith("is no run folder: it has no config.json", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_and_named()
    {
        var copy = TinyRun.Copy(tiny.Folder, Path.Combine(tiny.Scratch, "damaged"));
        var checkpoints = TinyRun.Checkpoints(copy);
        Truncate(checkpoints[^1]);
        var result = Professor.Run("sample", copy, "--newest", "--length", "5", "--threads", "1");
        Assert.Equal(0, result.Code);
        Assert.Contains($"using {Path.GetFileName(checkpoints[^2])} instead", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        foreach (var checkpoint in checkpoints[..^1])
            Truncate(checkpoint);
        Assert.Equal(3, Professor.Run("sample", copy, "--length", "5").Code);
    }

    private static void Truncate(string checkpoint)
    {
        using var file = new FileStream(Path.Combine(checkpoint, "generator.safetensors"), FileMode.Open);
        file.SetLength(file.Length / 2);
    }
}
