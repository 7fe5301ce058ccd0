using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Discriminators;

public sealed class ConvolutionalDiscriminatorTests
{
    private const int Width = 3;
    private static readonly Plane Image = new(5, 6);
    private static readonly ConvolutionalDiscriminatorOptions Options = new() { Channels = [4, 2], Kernel = 3, Stride = 2 };

    [Fact]
    public void Steps_are_the_pixels_of_a_plane_row_by_row_and_features_its_channels()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Options);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 4, Image.Count, Width);
        var planes = zeros(4, Width, Image.Height, Image.Width, dtype: ScalarType.Float64);
        for (var t = 0; t < Image.Count; t++)
            planes.select(3, t % Image.Width).select(2, t / Image.Width).copy_(behaviour.select(1, t));
        foreach (var i in new[] { 0, 1 })
        {
            planes = nn.functional.conv2d(planes, Find($"convolutions.{i}.weight"), Find($"convolutions.{i}.bias"), strides: [2, 2], padding: [1, 1]);
            planes = nn.functional.leaky_relu(planes, 0.2);
        }
        Assert.Equal([4, 2, 2, 2], planes.shape);
        var expected = nn.functional.linear(planes.flatten(1), Find("logit.weight"), Find("logit.bias")).squeeze(-1);
        Close.Equal(expected, discriminator.Logit(behaviour, null, new RandomStream(1, "unused")), 1e-12);

        Tensor Find(string name) => Networks.Find(discriminator.Parameters, name);
    }

    [Fact]
    public void A_rows_logit_does_not_depend_on_the_other_rows()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Options);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 4, Image.Count, Width);
        var all = discriminator.Logit(behaviour, null, new RandomStream(1, "unused"));
        for (var row = 0; row < 4; row++)
            Close.Equal(all.narrow(0, row, 1), discriminator.Logit(behaviour.narrow(0, row, 1), null, new RandomStream(1, "unused")), 1e-12);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.5)]
    public void Gradients_are_the_slopes_of_the_logit_with_one_draw_of_dropout_and_noise(double dropout, double noise)
    {
        using var discriminator = Make(Options with { Dropout = dropout, InstanceNoise = noise, OutputProjection = 2 }, new BehaviourShape(Width, 2, Image));
        Tensor Loss()
        {
            var behaviour = Small.Uniform(2, ScalarType.Float64, 2, Image.Count, Width);
            var logits = discriminator.Logit(behaviour, null, new RandomStream(1, "d"));
            return (logits * tensor(new[] { 1.0, -0.5 })).sum();
        }
        using var scope = NewDisposeScope();
        var gradients = Gradients.Of([Loss()], discriminator.Parameters);
        var named = discriminator.Parameters.Names.Zip(gradients.Values).ToDictionary(pair => pair.First, pair => Networks.Numbers(pair.Second!));
        FiniteDifferences.Check(discriminator.Parameters, [named], () =>
        {
            using var step = NewDisposeScope();
            return [Loss().item<double>()];
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_behaviours_gradient_is_the_slope_of_the_logit(int projection)
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Options with { OutputProjection = projection }, new BehaviourShape(Width, projection > 0 ? 2 : 0, Image));
        var behaviour = Small.Uniform(2, ScalarType.Float64, 2, Image.Count, Width);
        var leaf = behaviour.detach().requires_grad_();
        var gradient = Gradients.WithRespectTo([leaf], [Loss(leaf)])[0]!;
        for (var seed = 3UL; seed < 8; seed++)
        {
            var direction = Small.Uniform(seed, ScalarType.Float64, 2, Image.Count, Width);
            var slope = (Loss(behaviour + direction * 1e-6) - Loss(behaviour - direction * 1e-6)).item<double>() / 2e-6;
            Assert.Equal(slope, (gradient * direction).sum().item<double>(), 1e-7);
        }
        Tensor Loss(Tensor b) => (discriminator.Logit(b, null, new RandomStream(1, "d")) * tensor(new[] { 1.0, -0.5 })).sum();
    }

    // It has no plan of a single way back, so each is a way of its own.
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_pass_back_gives_weights_and_behaviours_each_its_own_cost(bool learns, bool reaches)
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Options with { Dropout = 0.3, InstanceNoise = 0.1 });
        var teacher = Small.Uniform(2, ScalarType.Float64, 2, Image.Count, Width);
        var free = Small.Uniform(3, ScalarType.Float64, 2, Image.Count, Width).requires_grad_();
        var pass = new DiscriminatorPass(discriminator, cat([teacher, free]), null, new RandomStream(1, "d"));
        var (weights, behaviours) = pass.Back(learns ? Cd(pass.Logits) : null, reaches ? Cost(pass.Logits) : null, [free]);

        var plain = discriminator.Logit(cat([teacher, free]), null, new RandomStream(1, "d"));
        Assert.Equal((learns, reaches), (weights is not null, behaviours is not null));
        if (learns)
            Assert.All(Gradients.Of([Cd(plain)], discriminator.Parameters, retainGraph: true).Values.Zip(weights!.Values), pair => Close.Equal(pair.First!, pair.Second!, 1e-12));
        if (reaches)
            Close.Equal(Gradients.WithRespectTo([free], [Cost(plain)])[0]!, Assert.Single(behaviours!), 1e-12);

        static Tensor Cd(Tensor logits) => nn.functional.softplus(-logits.narrow(0, 0, 2)).sum() + nn.functional.softplus(logits.narrow(0, 2, 2)).sum();
        static Tensor Cost(Tensor logits) => nn.functional.softplus(-logits.narrow(0, 2, 2)).sum();
    }

    [Fact]
    public void Gradients_in_single_precision_on_the_kernels_are_those_in_double_precision()
    {
        using var scope = NewDisposeScope();
        float[][] OfType(ScalarType type)
        {
            using var discriminator = Make(Options with { OutputProjection = 2 }, new BehaviourShape(Width, 2, Image), type);
            var behaviour = Small.Uniform(2, ScalarType.Float64, 2, Image.Count, Width).to_type(type);
            var logits = discriminator.Logit(behaviour, null, new RandomStream(1, "d"));
            return [.. Gradients.Of([logits.sum()], discriminator.Parameters).Values.Select(value => value!.to_type(ScalarType.Float32).data<float>().ToArray())];
        }
        foreach (var (want, got) in OfType(ScalarType.Float64).Zip(OfType(ScalarType.Float32)))
            Assert.All(want.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Every_behaviour_is_of_a_whole_image()
    {
        using var scope = NewDisposeScope();
        using var discriminator = Make(Options);
        var behaviour = Small.Uniform(2, ScalarType.Float64, 4, Image.Count, Width);
        Assert.Throws<ArgumentException>(() => discriminator.Logit(behaviour.narrow(1, 0, 29), null, new RandomStream(1, "unused")));
        Assert.Throws<ArgumentException>(() => discriminator.Logit(behaviour, ones(4, 30), new RandomStream(1, "unused")));
        var exception = Assert.Throws<ConfigurationException>(() => Make(Options, new BehaviourShape(Width, 0)));
        Assert.Contains("no images; allowed for them: recurrent", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_are_named()
    {
        var exception = Assert.Throws<ConfigurationException>(() => ExperimentCatalog.Default.Load(
            "char-ptb-small", ["discriminator.kind=convolutional", "discriminator.channels=", "discriminator.kernel=4", "professor.segment_length=7"]));
        string[] expected =
        [
            "discriminator.channels is empty", "discriminator.kernel is 4: allowed are odd numbers", "discriminator.kind is convolutional, but the data's sequences are no images",
            "professor.segment_length is 7",
        ];
        Assert.All(expected, line => Assert.Contains(exception.Errors, error => error.Contains(line, StringComparison.Ordinal)));
    }

    private static ConvolutionalDiscriminator Make(ConvolutionalDiscriminatorOptions options, BehaviourShape? shape = null, ScalarType type = ScalarType.Float64) =>
        new(options, shape ?? new BehaviourShape(Width, 0, Image), new RandomStream(1, "d"), CPU, type);
}
