using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data;

public sealed class LikelihoodUnitsTests
{
    [Theory]
    [InlineData(LikelihoodUnit.Bits, "bpc", 2.5, "2.500 bits per character")]
    [InlineData(LikelihoodUnit.Perplexity, "perplexity", 5.656854, "perplexity 5.7")]
    public void A_unit_has_a_name_and_follows_from_nats(LikelihoodUnit unit, string name, double value, string text)
    {
        var nll = 2.5 * Math.Log(2);
        Assert.Equal(name, unit.Name());
        Assert.Equal(value, unit.Of(nll), 1e-6);
        Assert.Equal(text, unit.Format(nll, "character"));
    }

    [Theory]
    [InlineData(TextLevel.Char, LikelihoodUnit.Bits)]
    [InlineData(TextLevel.Word, LikelihoodUnit.Perplexity)]
    public void Characters_are_reported_in_bits_and_words_in_perplexity(TextLevel level, LikelihoodUnit unit) =>
        Assert.Equal(unit, new TextDomain(new(level, ["a", "b"])).Unit);
}
