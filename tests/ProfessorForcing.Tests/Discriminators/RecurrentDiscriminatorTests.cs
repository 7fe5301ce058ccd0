using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Discriminators;

public sealed class RecurrentDiscriminatorTests
{
    private const int Width = 3;

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void The_logit_is_that_of_torchs_bidirectional_network_and_a_shared_mlp(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(new RecurrentDiscriminatorOptions { Cell = kind, Hidden = 4, MlpLayers = 3 });
        var behaviour = Small.Uniform(2, ScalarType.Float64, 5, 6, Width);
        using nn.Module recurrent = kind == CellKind.Gru
            ? nn.GRU(Width, 4, batchFirst: true, bidirectional: true, dtype: ScalarType.Float64)
            : nn.LSTM(Width, 4, batchFirst: true, bidirectional: true, dtype: ScalarType.Float64);
        using (no_grad())
        {
            foreach (var (name, value) in recurrent.named_parameters())
                value.copy_(Find($"recurrent.{name}"));
        }
        var features = recurrent switch
        {
            TorchSharp.Modules.GRU gru => gru.call(behaviour).Item1,
            TorchSharp.Modules.LSTM lstm => lstm.call(behaviour).Item1,
            _ => throw new InvalidOperationException(),
        };
        for (var layer = 0; layer < 3; layer++)
            features = (features.matmul(Find($"mlp.{layer}.weight").t()) + Find($"mlp.{layer}.bias")).relu();
        var expected = (features.matmul(Find("logit.weight").t()) + Find("logit.bias")).squeeze(-1).mean([1]);

        Close.Equal(expected, discriminator.Logit(behaviour, null, Random()), 1e-12);
        Assert.Equal(8 + 6 + 2, discriminator.Parameters.Names.Count);

        Tensor Find(string name) => Networks.Find(discriminator.Parameters, name);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_padded_row_has_the_logit_that_it_has_alone(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions with { Cell = kind });
        int[] lengths = [2, 6, 1, 4];
        var behaviour = Small.Uniform(2, ScalarType.Float64, 4, 6, Width);
        var logits = discriminator.Logit(behaviour, SequenceBatch.LengthMask(lengths, 6, CPU), Random());
        for (var row = 0; row < 4; row++)
        {
            var alone = discriminator.Logit(behaviour.narrow(0, row, 1).narrow(1, 0, lengths[row]), null, Random());
            Close.Equal(alone, logits.narrow(0, row, 1), 1e-12);
        }
    }

    [Fact]
    public void What_stands_in_padding_and_how_much_there_is_of_it_does_not_matter()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        int[] lengths = [2, 6, 1, 4];
        var behaviour = Small.Uniform(2, ScalarType.Float64, 4, 6, Width);
        var mask = SequenceBatch.LengthMask(lengths, 6, CPU);
        var expected = discriminator.Logit(behaviour, mask, Random());
        var garbage = Small.Uniform(3, ScalarType.Float64, 4, 6, Width) * 100 * (1 - mask).unsqueeze(-1);
        Close.Equal(expected, discriminator.Logit(behaviour + garbage, mask, Random()), 1e-12);
        var longer = cat([behaviour, Small.Uniform(4, ScalarType.Float64, 4, 3, Width)], 1);
        Close.Equal(expected, discriminator.Logit(longer, SequenceBatch.LengthMask(lengths, 9, CPU), Random()), 1e-12);
    }

    [Fact]
    public void Padding_gets_no_gradient_and_gives_none_to_the_weights()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 2, 6, Width).requires_grad_();
        var mask = SequenceBatch.LengthMask([3, 6], 6, CPU);
        discriminator.Logit(behaviour, mask, Random()).sum().backward();
        Assert.Equal(0, behaviour.grad![0].narrow(0, 3, 3).abs().sum().item<double>());
        Assert.NotEqual(0, behaviour.grad![0].narrow(0, 0, 3).abs().sum().item<double>());
        var padded = Gradients(discriminator);
        (discriminator.Logit(behaviour.detach()[0].unsqueeze(0).narrow(1, 0, 3), null, Random()).sum()
            + discriminator.Logit(behaviour.detach()[1].unsqueeze(0), null, Random()).sum()).backward();
        Close.Named(Gradients(discriminator), padded, 1e-12);
    }

    // The mistake: final states of a bidirectional network, [2, N, H], reshaped to [N, 2H] without swapping the axes.
    [Fact]
    public void A_row_changes_its_own_logit_only()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 5, 6, Width);
        var before = discriminator.Logit(behaviour, null, Random());
        for (var row = 0; row < 5; row++)
        {
            var changed = behaviour.clone();
            changed[row, 3] += 1;
            var after = Networks.Numbers(discriminator.Logit(changed, null, Random()) - before);
            for (var other = 0; other < 5; other++)
            {
                if (other == row)
                    Assert.NotEqual(0, after[other]);
                else
                    Assert.Equal(0, after[other]);
            }
        }
    }

    [Fact]
    public void Swapping_rows_swaps_their_logits()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 6, 4, Width);
        var order = tensor(new long[] { 3, 4, 5, 0, 1, 2 });
        var logits = discriminator.Logit(behaviour, null, Random());
        Close.Equal(logits.index_select(0, order), discriminator.Logit(behaviour.index_select(0, order), null, Random()), 1e-12);
    }

    [Fact]
    public void Both_directions_see_the_whole_sequence()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions with { MlpLayers = 0 });
        var behaviour = Small.Uniform(2, ScalarType.Float64, 1, 6, Width).requires_grad_();
        discriminator.Logit(behaviour, null, Random()).sum().backward();
        for (var t = 0; t < 6; t++)
            Assert.NotEqual(0, behaviour.grad!.select(1, t).abs().sum().item<double>());
        // The first hidden state of the backward direction must depend on the last step.
        var logit = Networks.Find(discriminator.Parameters, "logit.weight");
        using (no_grad())
        {
            logit.narrow(1, 0, 4).zero_();
            var before = discriminator.Logit(behaviour, null, Random());
            var changed = behaviour.detach().clone();
            changed[0, 5] += 1;
            var difference = (discriminator.Logit(changed, null, Random()) - before).item<double>();
            Assert.NotEqual(0, difference);
        }
    }

    [Fact]
    public void A_logit_is_a_mean_so_that_length_alone_does_not_change_it()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        // With the recurrence cut, every step of a constant behaviour has the same logit.
        foreach (var suffix in new[] { "_l0", "_l0_reverse" })
        {
            Networks.Fill(Networks.Find(discriminator.Parameters, $"recurrent.weight_hh{suffix}"), 0);
            // z = σ(−40) = 0 forgets the state.
            using var noGradient = no_grad();
            Networks.Find(discriminator.Parameters, $"recurrent.bias_hh{suffix}").narrow(0, 4, 4).fill_(-40);
        }
        var constant = Small.Uniform(2, ScalarType.Float64, 1, 1, Width).expand(3, 9, Width);
        var logits = Networks.Numbers(discriminator.Logit(constant, SequenceBatch.LengthMask([1, 4, 9], 9, CPU), Random()));
        Close.Numbers([logits[0], logits[0], logits[0]], logits, 1e-9);
    }

    [Fact]
    public void A_row_without_real_steps_has_a_finite_logit_and_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 2, 4, Width).requires_grad_();
        var logits = discriminator.Logit(behaviour, SequenceBatch.LengthMask([4, 0], 4, CPU), Random());
        logits[1].backward();
        Assert.True(double.IsFinite(logits[1].item<double>()));
        Assert.Equal(0, behaviour.grad!.abs().sum().item<double>());
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0, 0.3)]
    public void Dropout_and_noise_are_drawn_from_the_given_stream(double dropout, double noise)
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions with { Dropout = dropout, InstanceNoise = noise, Hidden = 20, MlpHidden = 20 });
        var behaviour = Small.Uniform(2, ScalarType.Float64, 3, 4, Width);
        var random = Random();
        var first = discriminator.Logit(behaviour, null, random);
        var second = discriminator.Logit(behaviour, null, random);
        Assert.NotEqual(0, Close.LargestDifference(first, second));
        Close.Equal(first, discriminator.Logit(behaviour, null, Random()), 0);
    }

    [Fact]
    public void Dropout_and_noise_treat_both_halves_alike()
    {
        // On equal rows, the first and the second half must have the same distribution of logits.
        using var scope = NewDisposeScope();
        using var discriminator = Make(Small.DiscriminatorOptions with { Dropout = 0.3, InstanceNoise = 0.5 });
        var behaviour = Small.Uniform(2, ScalarType.Float64, 1, 4, Width).expand(4000, 4, Width);
        var logits = Networks.Numbers(discriminator.Logit(behaviour, null, Random()));
        var (first, second) = (logits[..2000], logits[2000..]);
        var deviation = Math.Sqrt(logits.Average(value => Math.Pow(value - logits.Average(), 2)));
        Assert.True(deviation > 1e-3);
        Assert.InRange((first.Average() - second.Average()) / deviation, -5 * Math.Sqrt(2 / 2000.0), 5 * Math.Sqrt(2 / 2000.0));
    }

    [Fact]
    public void Dropout_keeps_the_mean_of_what_it_drops()
    {
        using var scope = NewDisposeScope();
        // No hidden layer between dropout and logit: the mean over masks is the logit without dropout.
        var options = new RecurrentDiscriminatorOptions { Hidden = 4, MlpLayers = 1, MlpHidden = 400 };
        using var plain = Make(options);
        using var dropping = Make(options with { Dropout = 0.5 });
        // With biases far above zero the ReLU is linear.
        Networks.Fill(Networks.Find(plain.Parameters, "mlp.0.bias"), 10);
        Networks.Fill(Networks.Find(dropping.Parameters, "mlp.0.bias"), 10);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 1, 4, Width).expand(4000, 4, Width);
        var logits = Networks.Numbers(dropping.Logit(behaviour, null, Random()));
        var expected = plain.Logit(behaviour.narrow(0, 0, 1), null, Random()).item<double>();
        var deviation = Math.Sqrt(logits.Average(value => Math.Pow(value - logits.Average(), 2)));
        Assert.Equal(expected, logits.Average(), 5 * deviation / Math.Sqrt(4000));
    }

    [Fact]
    public void Output_parameters_go_through_their_projection_and_other_features_do_not()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new RecurrentDiscriminator(
            Small.DiscriminatorOptions with { OutputProjection = 2 }, new BehaviourShape(3 + 8, 8), new RandomStream(1, "d"), CPU, ScalarType.Float64);
        Assert.Equal([2, 8], Networks.Find(discriminator.Parameters, "projection.weight").shape);
        Assert.Equal([12, 5], Networks.Find(discriminator.Parameters, "recurrent.weight_ih_l0").shape);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 2, 4, 11);
        var before = discriminator.Logit(behaviour, null, Random());
        Networks.Fill(Networks.Find(discriminator.Parameters, "projection.weight"), 0);
        var projected = discriminator.Logit(behaviour, null, Random());
        Assert.NotEqual(0, Close.LargestDifference(before, projected));
        var changed = behaviour.clone();
        changed[TensorIndex.Ellipsis, 3..] += 1;
        Close.Equal(projected, discriminator.Logit(changed, null, Random()), 0);
        changed[TensorIndex.Ellipsis, ..3] += 1;
        Assert.NotEqual(0, Close.LargestDifference(projected, discriminator.Logit(changed, null, Random())));
    }

    private static RecurrentDiscriminator Make(RecurrentDiscriminatorOptions options) =>
        new(options, new BehaviourShape(Width, 0), new RandomStream(1, "d"), CPU, ScalarType.Float64);

    private static RandomStream Random() => new(1, "discriminator");

    private static Dictionary<string, double[]> Gradients(RecurrentDiscriminator discriminator)
    {
        var gradients = discriminator.Parameters.Names.Zip(discriminator.Parameters.Values)
            .ToDictionary(pair => pair.First, pair => Networks.Numbers(pair.Second.grad!));
        foreach (var parameter in discriminator.Parameters.Values)
            parameter.grad = null;
        return gradients;
    }
}
