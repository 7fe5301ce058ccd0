using System.Text.Json.Nodes;

namespace ProfessorForcing.Cli.Tests.Faults;

/// <summary>What can be wrong with a run that shall go on, or give its weights, is said in one line and changes nothing.</summary>
public sealed class ResumeFaultTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private readonly string _folder = Path.Combine(tiny.Scratch, Path.GetRandomFileName());

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_and_the_steps_are_done_again()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        var newest = Path.Combine(TinyRun.Checkpoints(copy)[^1], "optimizers.safetensors");
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^9]);
        var result = TinyRun.Train(copy, "--resume");
        Assert.Equal(0, result.Code);
        Assert.Contains(result.OutputLines, line => line.Contains("step-00000006 cannot be used: ", StringComparison.Ordinal) && line.EndsWith("; using step-00000003 instead", StringComparison.Ordinal));
        Assert.Equal(TinyRun.Weights(tiny.Folder), TinyRun.Weights(copy));
    }

    [Fact]
    public void A_foreign_checkpoint_is_passed_over_and_named()
    {
        var other = _folder + "-other";
        Assert.Equal(0, Professor.Run(["train", .. TinyRun.Arguments, "generator.hidden=9", "--steps", "9", "--threads", "1", "--out", other]).Code);
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        TinyRun.Copy(TinyRun.Checkpoints(other)[^1], Path.Combine(copy, "checkpoints", "step-00000009"));

        var sample = Professor.Run("sample", copy, "--newest", "--length", "5", "--threads", "1");
        Assert.Equal(0, sample.Code);
        Assert.Contains("step-00000009 cannot be used: it belongs to another run", Assert.Single(sample.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(sample.Output, Professor.Run("sample", tiny.Folder, "--newest", "--length", "5", "--threads", "1").Output);

        var resumed = TinyRun.Train(copy, "--resume", "--steps", "9");
        Assert.Equal(0, resumed.Code);
        Assert.Contains(resumed.OutputLines, line => line.Contains("step-00000009 cannot be used: its generator has another shape than config.json says; using step-00000006 instead", StringComparison.Ordinal));
        Assert.Contains("from step 6 to 9", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_no_checkpoint_fits_change_nothing()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        var before = Contents(copy);
        var line = TinyRun.Train(copy, "--resume", "--steps", "9", "--set", "discriminator.hidden=16").Fails(3);
        Assert.Contains("its discriminator has another shape than config.json says", line, StringComparison.Ordinal);
        Assert.Equal(before, Contents(copy));
    }

    [Fact]
    public void A_checkpoint_of_a_run_of_another_seed_is_passed_over_and_named()
    {
        var other = _folder + "-other";
        Assert.Equal(0, TinyRun.Train(other, "--steps", "9", "--seed", "2").Code);
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        TinyRun.Copy(TinyRun.Checkpoints(other)[^1], Path.Combine(copy, "checkpoints", "step-00000009"));
        const string Refusal = "step-00000009 cannot be used: it belongs to another run, of seed 2; using step-00000006 instead";

        var sample = Professor.Run("sample", copy, "--newest", "--length", "5", "--threads", "1");
        Assert.Contains(Refusal, Assert.Single(sample.ErrorLines), StringComparison.Ordinal);
        var resumed = TinyRun.Train(copy, "--resume", "--steps", "6");
        Assert.Equal(0, resumed.Code);
        Assert.Contains(resumed.OutputLines, line => line.Contains(Refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_whose_checkpoints_are_gone_does_not_begin_anew_unasked()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        Array.ForEach(TinyRun.Checkpoints(copy), folder => Directory.Delete(folder, recursive: true));
        var before = Contents(copy);
        Assert.EndsWith("metrics.jsonl goes to step 6: bring one back, or begin anew with --force", TinyRun.Train(copy, "--resume", "--steps", "9").Fails(3), StringComparison.Ordinal);
        Assert.Equal(before, Contents(copy));
    }

    [Fact]
    public void A_checkpoint_without_what_the_settings_need_is_named_once()
    {
        var other = _folder + "-other";
        Assert.Equal(0, TinyRun.Train(other, "--method", "teacher", "--steps", "9").Code);
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        var foreign = TinyRun.Copy(TinyRun.Checkpoints(other)[^1], Path.Combine(copy, "checkpoints", "step-00000009"));
        var resumed = TinyRun.Train(copy, "--resume", "--steps", "6");
        Assert.Equal(0, resumed.Code);
        Assert.Contains(resumed.OutputLines, line => line.EndsWith($"checkpoint {foreign} cannot be used: it has no discriminator.safetensors; using step-00000006 instead", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_that_has_changed_or_gone_since_is_exit_code_3_and_changes_nothing()
    {
        var text = _folder + ".txt";
        var original = string.Concat(Enumerable.Range(0, 400).Select(i => $"line {i * i} "));
        File.WriteAllText(text, original);
        string[] settings = ["training.batch_size=4", "generator.hidden=8", "discriminator.hidden=4", "data.sequence_length=20"];
        Assert.Equal(0, Professor.Run(["train", "--data", text, "--steps", "2", "--threads", "1", "--out", _folder, "--set", .. settings]).Code);
        var before = Contents(_folder);
        string Resume() => Professor.Run("train", "--resume", "--steps", "4", "--threads", "1", "--out", _folder).Fails(3);

        // Other symbols; the same symbols but more of them; one character in another place.
        File.WriteAllText(text, original.Replace('l', 'L'));
        Assert.Contains("its generator was trained on other elements (another vocabulary, or for images another size, other coordinates or another rule for ink) than the data have now", Resume(), StringComparison.Ordinal);
        File.WriteAllText(text, original + "line ");
        Assert.Contains("the data have changed since ", Resume(), StringComparison.Ordinal);
        File.WriteAllText(text, "il" + original[2..]);
        Assert.Contains("the data have changed since ", Resume(), StringComparison.Ordinal);
        File.Delete(text);
        Assert.Equal($"error: file '{text}' does not exist", Resume());
        Assert.Equal(before, Contents(_folder));

        File.WriteAllText(text, original);
        Assert.Equal(0, Professor.Run("train", "--resume", "--steps", "4", "--threads", "1", "--out", _folder).Code);
    }

    [Fact]
    public void A_damaged_configuration_is_exit_code_2()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        File.WriteAllText(Path.Combine(copy, "config.json"), "{\"name\": \"ora");
        Assert.Contains("config.json: not valid JSON", TinyRun.Train(copy, "--resume").Fails(2), StringComparison.Ordinal);
        Assert.Contains("config.json: not valid JSON", Professor.Run("sample", copy).Fails(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_shape_are_no_start_and_leave_no_folder()
    {
        var line = TinyRun.Train(_folder, "--init-from", tiny.Folder, "--set", "generator.hidden=16").Fails(3);
        Assert.Contains("is wanted", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
        // Nor do they cost a run that shall be replaced.
        var copy = TinyRun.Copy(tiny.Folder, _folder + "-old");
        var before = Contents(copy);
        TinyRun.Train(copy, "--init-from", tiny.Folder, "--force", "--set", "generator.hidden=16").Fails(3);
        Assert.Equal(before, Contents(copy));
    }

    [Fact]
    public void A_discriminator_of_another_shape_starts_anew()
    {
        var result = TinyRun.Train(_folder, "--init-from", tiny.Folder, "--steps", "1", "--set", "discriminator.hidden=5");
        Assert.Equal(0, result.Code);
        Assert.Contains($"warning: the discriminator of {tiny.Folder} has another shape: it starts with its own initial weights", result.OutputLines);
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(TinyRun.Checkpoints(_folder)[^1], "state.json")))!;
        Assert.Contains(tiny.Folder, state.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_from_anothers_weights_that_was_killed_before_its_first_checkpoint_starts_from_them_again()
    {
        var other = TinyRun.Copy(tiny.Folder, _folder + "-other");
        Assert.Equal(0, TinyRun.Train(_folder, "--init-from", other, "--steps", "2", "--seed", "3").Code);
        var expected = TinyRun.Weights(_folder);
        void Forget()
        {
            Array.ForEach(TinyRun.Checkpoints(_folder), folder => Directory.Delete(folder, recursive: true));
            File.Delete(Path.Combine(_folder, "metrics.jsonl"));
        }

        Forget();
        var resumed = TinyRun.Train(_folder, "--resume", "--steps", "2");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(expected, TinyRun.Weights(_folder));

        // Never from random weights instead.
        Forget();
        Directory.Delete(other, recursive: true);
        Assert.Equal($"error: {other} is no run folder: it has no config.json", TinyRun.Train(_folder, "--resume", "--steps", "2").Fails(2));
        Assert.Empty(TinyRun.Checkpoints(_folder));
    }

    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path), path => Convert.ToHexString(File.ReadAllBytes(path)));
}
