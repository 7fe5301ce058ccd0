using ProfessorForcing.Data;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Storage;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Training;

public sealed class TrainerTests
{
    // So small a step changes no parameter in single precision, and so no validation is better than the first.
    private const string StandStill = "training.learning_rate=1e-30";

    [Fact]
    public void Validation_is_on_the_validation_part_and_no_other()
    {
        using var training = new TinyTraining("training.steps=6", "training.validate_every=3");
        training.Trainer.Run();
        using var newest = training.Newest();
        Assert.Equal(6, newest.Step);
        double On(Split split) => LikelihoodEvaluator.Measure(newest.Generator, training.Setup.Domain.Open(split)).Nll;
        var logged = training.Metrics[^1].Values["valid_nll"];
        Assert.Equal(On(Split.Valid), logged);
        Assert.True(Math.Abs(logged - On(Split.Test)) > 1e-4, "validation read the test part");
        Assert.True(Math.Abs(logged - On(Split.Train)) > 1e-4, "validation read the training part");
    }

    [Fact]
    public void Training_stops_when_validation_has_not_improved_for_as_long_as_patience_lasts()
    {
        using var training = new TinyTraining("training.steps=100", "training.validate_every=2", "training.patience=3", StandStill);
        var result = training.Trainer.Run();
        Assert.Equal((StopReason.Patience, 8L, 2L), (result.Reason, result.Step, result.BestStep));
        Assert.Equal(training.Metrics[1].Values["valid_nll"], result.BestNll);
        // What was reached is saved.
        using var newest = training.Newest();
        Assert.Equal(8, newest.Step);
    }

    [Fact]
    public void At_a_plateau_the_rate_of_the_steps_after_the_validation_falls()
    {
        using var training = new TinyTraining("training.steps=7", "training.validate_every=2", "training.schedule=plateau", "training.decay=0.5", StandStill);
        training.Trainer.Run();
        Assert.Equal([1e-30, 1e-30, 1e-30, 1e-30, 0.5e-30, 0.5e-30, 0.25e-30], training.Metrics.Select(line => line.Values["learning_rate"]));
    }

    [Fact]
    public void Professor_forcing_logs_everything_that_tells_how_it_goes()
    {
        using var training = new TinyTraining(
            "training.steps=2", "training.validate_every=2", "professor.gate_warmup=0", "professor.generator_gate=0", "professor.discriminator_gate=1.01");
        training.Trainer.Run();
        string[] expected =
        [
            "accuracy", "adversarial_gradient_norm", "average_accuracy", "bpc", "cd", "cf", "clipped", "ct", "discriminator_gate", "discriminator_gradient_norm", "epoch",
            "generator_gate", "gflops", "gradient_cosine", "gradient_ratio", "learning_rate", "nll", "nll_gradient_norm", "seconds", "skipped_steps", "tokens_per_second",
        ];
        Assert.Equal([1L, 2], training.Metrics.Select(line => line.Step));
        Assert.Equal(expected, training.Metrics[0].Values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([.. expected, "valid_bpc", "valid_nll"], training.Metrics[1].Values.Keys.Order(StringComparer.Ordinal));
        var line = training.Metrics[1].Values;
        Assert.All(line.Values, value => Assert.True(double.IsFinite(value)));
        Assert.Equal((1, 1, 1.0 / 16), (line["generator_gate"], line["discriminator_gate"], line["epoch"]));
        Assert.Equal(line["nll"] / Math.Log(2), line["bpc"], 1e-12);
        Assert.Equal(line["adversarial_gradient_norm"] / line["nll_gradient_norm"], line["gradient_ratio"], 1e-9);
    }

    [Fact]
    public void Samples_and_events_are_written_while_training()
    {
        using var training = new TinyTraining("training.steps=4", "training.validate_every=2", "training.sample_every=2", "training.sample_count=2", "training.sample_length=30");
        training.Trainer.Run();
        string[] samples = ["step-00000002.txt", "step-00000004.txt"];
        Assert.Equal(samples, Directory.GetFiles(training.Run.SamplesPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var text = File.ReadAllText(Path.Combine(training.Run.SamplesPath, samples[1]));
        Assert.StartsWith("===== sample 1 of 2 =====\n", text, StringComparison.Ordinal);

        var events = EventFiles.In(training.Run.EventsPath).SelectMany(path => EventFiles.Read(path, () => Assert.Fail("damaged"))).Select(item => item.Message).ToArray();
        var values = events.Where(message => message.Summary is not null)
            .SelectMany(message => message.Summary.Value.Select(value => (message.Step, value.Tag, value.SimpleValue, value.Tensor))).ToArray();
        foreach (var line in training.Metrics)
        {
            foreach (var (name, value) in line.Values)
            {
                var tag = name.StartsWith("valid_", StringComparison.Ordinal) ? $"valid/{name["valid_".Length..]}" : $"train/{name}";
                Assert.Equal((float)value, Assert.Single(values, entry => entry.Step == line.Step && entry.Tag == tag).SimpleValue);
            }
        }
        var shown = Assert.Single(values, entry => entry is { Step: 4, Tag: "samples" }).Tensor.StringVal[0].ToStringUtf8();
        Assert.Equal("    " + text.ReplaceLineEndings("\n    "), shown);
    }

    [Fact]
    public void Good_steps_are_saved_before_training_that_no_longer_has_a_finite_loss_ends()
    {
        TrainingSetup? setup = null;
        using var training = new TinyTraining("method=teacher", "training.steps=50", "training.checkpoint_every=100", "training.validate_every=100", "training.max_skipped_steps=3")
        {
            AfterStep = step =>
            {
                if (step == 4)
                    Break(setup!);
            },
        };
        setup = training.Setup;
        Assert.Equal(
            $"3 steps had a loss or gradient that was not finite, the last one step 7; the last good checkpoint is step 7 in {training.Run.CheckpointsPath}",
            Assert.Throws<TrainingDivergedException>(() => training.Trainer.Run()).Message);
        using var newest = training.Newest();
        Assert.Equal(7, newest.Step);
        Close.Named(Networks.Values(setup.Generator.Parameters), Networks.Values(newest.Generator.Parameters), 0);
        Assert.Equal(3, training.Metrics[^1].Values["skipped_steps"]);
    }

    [Fact]
    public void Without_a_good_step_nothing_is_saved_that_would_push_an_older_checkpoint_out()
    {
        using var training = new TinyTraining("method=teacher", "training.steps=50", "training.validate_every=100", "training.max_skipped_steps=3");
        Break(training.Setup);
        Assert.EndsWith(
            $"the last one step 3; the last good checkpoint is step 0 in {training.Run.CheckpointsPath}",
            Assert.Throws<TrainingDivergedException>(() => training.Trainer.Run()).Message, StringComparison.Ordinal);
        Assert.Equal([0], training.Run.OpenCheckpoints(Assert.Fail).Steps);
    }

    // Finite parameters whose softmax is not.
    private static void Break(TrainingSetup setup)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var bias = Enumerable.Range(0, setup.Generator.Output.ParameterCount).Select(i => i % 2 == 0 ? 3e38f : -3e38f).ToArray();
        Networks.Find(setup.Generator.Parameters, "output.bias").copy_(tensor(bias));
    }
}
