using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli.Tests.Faults;

public sealed class DivergenceTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    // So small an epsilon is 0 in single precision: Adam divides 0 by 0 wherever a gradient is 0, and parameters become NaN.
    private const string NoEpsilon = "training.epsilon=1e-300";

    private readonly string _folder = Path.Combine(tiny.Scratch, Path.GetRandomFileName());

    [Fact]
    public void Losses_that_are_not_finite_end_training_with_the_last_good_checkpoint_named()
    {
        var result = Professor.Run(["train", .. TinyRun.Arguments, NoEpsilon, "training.checkpoint_every=100", "training.validate_every=100", "training.max_skipped_steps=5", "--steps", "50", "--threads", "1", "--out", _folder]);
        Assert.Equal(
            $"error: 5 steps had a loss or gradient that was not finite, the last one step 6; the last good checkpoint is step 0 in {_folder}/checkpoints",
            result.Fails(1));
    }

    [Fact]
    public void Parameters_that_are_not_finite_never_replace_good_ones()
    {
        var copy = TinyRun.Copy(tiny.Folder, _folder);
        var before = TinyRun.Weights(copy);
        var line = TinyRun.Train(copy, "--resume", "--steps", "50", "--set", NoEpsilon).Fails(1);
        Assert.Matches(
            $"^error: after step 9 the (generator|discriminator) has parameters that are not finite; the last good checkpoint is step 6 in {Regex.Escape(copy)}/checkpoints$",
            line);
        Assert.Equal(before, TinyRun.Weights(copy));
        // With sound settings it goes on from there.
        var resumed = TinyRun.Train(copy, "--resume", "--steps", "8", "--set", "training.epsilon=1e-8");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("from step 6 to 8", resumed.Output, StringComparison.Ordinal);
    }
}
