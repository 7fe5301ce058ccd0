namespace ProfessorForcing.Cli.Tests;

/// <summary><c>train --resume</c>.</summary>
public sealed class ResumeTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private readonly string _folder = Path.Combine(tiny.Scratch, Path.GetRandomFileName());

    [Fact]
    public void A_resumed_run_ends_as_one_that_was_never_interrupted()
    {
        Assert.Equal(0, TinyRun.Train(_folder, "--steps", "3").Code);
        var result = TinyRun.Train(_folder, "--steps", "6", "--resume");
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("from step 3 to 6", result.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal(TinyRun.Weights(tiny.Folder), TinyRun.Weights(_folder));
    }

    [Fact]
    public void On_two_threads_a_run_ends_the_same_every_time_and_when_it_was_interrupted()
    {
        // Layers of more units than one thread's.
        string[] wider = ["--set", "generator.hidden=40", "discriminator.hidden=33", "--steps"];
        foreach (var name in new[] { "a", "b" })
            Assert.Equal(0, TinyRun.Train(2, _folder + name, [.. wider, "6"]).Code);
        Assert.Equal(0, TinyRun.Train(2, _folder, [.. wider, "3"]).Code);
        Assert.Equal(0, TinyRun.Train(2, _folder, [.. wider, "6", "--resume"]).Code);
        Assert.Equal(TinyRun.Weights(_folder + "a"), TinyRun.Weights(_folder + "b"));
        Assert.Equal(TinyRun.Weights(_folder + "a"), TinyRun.Weights(_folder));
    }

    [Fact]
    public void A_run_that_was_done_and_goes_on_ends_as_one_that_never_was()
    {
        // The last step validates wherever it is, and so large a rate makes the validations after the first step worse.
        string[] plateau = ["--method", "teacher", "--set", "training.schedule=plateau", "training.learning_rate=0.5", "training.validate_every=2"];
        var whole = _folder + "-whole";
        Assert.Equal(0, TinyRun.Train(whole, ["--steps", "6", .. plateau]).Code);
        Assert.Equal(0, TinyRun.Train(_folder, ["--steps", "1", .. plateau]).Code);
        Assert.Equal(0, TinyRun.Train(_folder, ["--steps", "6", "--resume", .. plateau]).Code);
        Assert.Equal(TinyRun.Weights(whole), TinyRun.Weights(_folder));
    }

    [Fact]
    public void What_a_run_was_made_of_cannot_change_when_it_goes_on()
    {
        var before = TinyRun.Weights(tiny.Folder);
        var result = TinyRun.Train(tiny.Folder, "--resume", "--steps", "9", "--seed", "2", "--method", "teacher", "--set", "generator.hidden=9");
        Assert.Equal(2, result.Code);
        Assert.Equal(["seed", "method", "generator"], result.ErrorLines.Select(line => line["error: ".Length..line.IndexOf(": a run that is resumed keeps it", StringComparison.Ordinal)]));
        Assert.Equal(before, TinyRun.Weights(tiny.Folder));
    }

    [Fact]
    public void A_run_that_is_done_already_says_so()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        var result = TinyRun.Train(copy, "--resume", "--steps", "3");
        Assert.Equal(0, result.Code);
        Assert.Contains("already at step 6 of 3", result.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_run_that_recomputes_gates_ends_as_one_that_was_never_interrupted()
    {
        string[] recomputes = ["--set", "training.recompute_steps=7"];
        var whole = _folder + "-whole";
        Assert.Equal(0, TinyRun.Train(whole, ["--steps", "6", .. recomputes]).Code);
        Assert.Equal(0, TinyRun.Train(_folder, ["--steps", "3", .. recomputes]).Code);
        Assert.Equal(0, TinyRun.Train(_folder, ["--steps", "6", "--resume", .. recomputes]).Code);
        Assert.Equal(TinyRun.Weights(whole), TinyRun.Weights(_folder));
    }

    [Fact]
    public void A_run_is_not_resumed_as_another_experiment()
    {
        var result = Professor.Run("train", "char-ptb-small", "--resume", "--out", tiny.Folder);
        Assert.Equal(2, result.Code);
        Assert.Equal([$"error: {tiny.Folder} is a run of the experiment 'oracle', not of 'char-ptb-small'"], result.ErrorLines);
    }

    [Theory]
    [InlineData("error: --resume and --force exclude each other: ", "--force")]
    [InlineData("error: --resume and --init-from exclude each other: ", "--init-from", "other")]
    public void What_makes_no_sense_together_with_resume_is_exit_code_2(string line, params string[] more)
    {
        var before = TinyRun.Weights(tiny.Folder);
        Assert.StartsWith(line, TinyRun.Train(tiny.Folder, ["--resume", .. more]).Fails(2), StringComparison.Ordinal);
        Assert.Equal(before, TinyRun.Weights(tiny.Folder));
    }
}
