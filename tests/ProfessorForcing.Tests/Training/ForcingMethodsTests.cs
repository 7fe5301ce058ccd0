using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Data.Text;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Configuration;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Training;

public sealed class ForcingMethodsTests
{
    private static readonly ExperimentOptions Options = new()
    {
        Data = new MadeData { SequenceLength = 4 },
        Generator = new() { Hidden = 6, Embedding = 3 },
        Discriminator = new RecurrentDiscriminatorOptions { Hidden = 4, MlpLayers = 1 },
        Professor = Small.OpenGates with { Behaviour = [BehaviourFeature.Hidden, BehaviourFeature.Probabilities] },
    };

    private static TextDomain Words(int count) => new(new(TextLevel.Word, Enumerable.Range(0, count).Select(word => $"w{word}")));

    [Theory]
    [InlineData(1024, BehaviourFeature.Probabilities, true)]
    [InlineData(1025, BehaviourFeature.Probabilities, false)]
    [InlineData(1025, BehaviourFeature.Logits, false)]
    [InlineData(1025, BehaviourFeature.Candidate, true)]
    public void Many_output_parameters_are_not_shown_without_a_projection(int words, BehaviourFeature feature, bool isAllowed)
    {
        var options = Options with { Professor = Options.Professor with { Behaviour = [feature] } };
        if (isAllowed)
        {
            ForcingMethods.Validate(options, Words(words));
            return;
        }
        Assert.Equal(
            ["professor.behaviour shows 1025 output parameters to the discriminator, more than 1024: set discriminator.output_projection, or leave probabilities and logits out"],
            Assert.Throws<ConfigurationException>(() => ForcingMethods.Validate(options, Words(words))).Errors);
        // Without a discriminator it is nobody's matter.
        ForcingMethods.Validate(options with { Method = ForcingKind.Teacher }, Words(words));
    }

    [Fact]
    public void With_a_projection_any_number_of_output_parameters_is_shown()
    {
        using var scope = NewDisposeScope();
        var options = Options with { Discriminator = Options.Discriminator with { OutputProjection = 5 } };
        var (domain, random) = (Words(1025), new RandomStreams(1));
        ForcingMethods.Validate(options, domain);
        using var generator = ForcingMethods.Generator(options, domain, random, CPU);
        using var method = ForcingMethods.Create(options, generator, domain.Elements, random);
        Assert.Contains("projection.weight", method.Networks["discriminator"].Names);
        var metrics = method.Step(Small.Batch(1, 4, 3, 4), 1, 0.01);
        Assert.False(metrics.Skipped);
        Assert.True(metrics.AdversarialGradientNorm > 0 && metrics.DiscriminatorGradientNorm > 0);
    }
}
