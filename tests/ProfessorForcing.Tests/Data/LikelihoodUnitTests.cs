using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data;

public sealed class LikelihoodUnitTests
{
    public static TheoryData<LikelihoodUnit, string, double, string> Units => new()
    {
        { LikelihoodUnit.Bits, "bpc", 2.5, "2.500 bits per character" },
        { LikelihoodUnit.Perplexity, "perplexity", 5.656854, "perplexity 5.7" },
        { LikelihoodUnit.NatsPerPoint, "nats_per_point", 1.732868, "1.733 nats per character" },
        { LikelihoodUnit.NatsPerImage(100), "nats_per_image", 173.286795, "173.29 nats per image" },
    };

    [Theory]
    [MemberData(nameof(Units))]
    public void A_unit_has_a_name_and_follows_from_nats(LikelihoodUnit unit, string name, double value, string text)
    {
        var nll = 2.5 * Math.Log(2);
        Assert.Equal(name, unit.Name);
        Assert.Equal(value, unit.Of(nll), 1e-6);
        Assert.Equal(text, unit.Format(nll, "character"));
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, unit.NumberPattern, value), text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void A_unit_is_known_by_the_names_of_a_runs_numbers(LikelihoodUnit unit, string name, double value, string text)
    {
        var known = LikelihoodUnit.Named(["epoch", $"valid_{name}"], 100);
        Assert.Equal(unit, known);
        Assert.Equal(value, known.Of(2.5 * Math.Log(2)), 1e-6);
        Assert.EndsWith(known.Format(2.5 * Math.Log(2), "character"), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_are_reported_in_bits_words_in_perplexity_and_images_in_nats_each()
    {
        Assert.Equal(LikelihoodUnit.Bits, new TextDomain(new(TextLevel.Char, ["a", "b"])).Unit);
        Assert.Equal(LikelihoodUnit.Perplexity, new TextDomain(new(TextLevel.Word, ["a", "b"])).Unit);
        Assert.Equal(6, new ImageDomain(new(2, 3)).Unit.Of(1));
    }
}
