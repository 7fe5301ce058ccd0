using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class PennTreebankTests
{
    private const string File = "ptb/ptb.train.txt";

    [Theory]
    [InlineData(CharacterRule.A, "a <unk> b \nc \n")]
    [InlineData(CharacterRule.B, "a <unk> b\nc\n")]
    public void The_character_rules_differ_in_the_spaces_that_count(CharacterRule rule, string expected) =>
        Assert.Equal(expected, PennTreebank.Text(" a <unk> b \n c \n", TextLevel.Char, rule));

    [Theory]
    [InlineData(TextLevel.Char, CharacterRule.A, 50, 5_059_550, 396_412, 446_184)]
    [InlineData(TextLevel.Char, CharacterRule.B, 50, 5_017_482, 393_042, 442_423)]
    [InlineData(TextLevel.Word, CharacterRule.A, 10_000, 929_589, 73_760, 82_430)]
    public void Counts_are_the_published_ones(TextLevel level, CharacterRule rule, int symbols, int train, int valid, int test)
    {
        var domain = new PtbOptions { Level = level, Rule = rule }.Open(RealData.With(File));
        Assert.Equal(new SymbolSpace(symbols), domain.Elements);
        Assert.Equal([train, valid, test], Enum.GetValues<Split>().Select(split => domain.Open(split).ElementCount));
    }

    [Fact]
    public void The_unknown_word_is_one_word_and_five_characters()
    {
        var locator = RealData.With(File);
        var words = (ITextDomain)new PtbOptions { Level = TextLevel.Word }.Open(locator);
        Assert.Equal([words.Vocabulary.UnknownId!.Value], words.Encode("<unk>"));
        Assert.Equal("consumers may <unk> \n", words.Decode(words.Encode("consumers may xyzzy\n")));
        var characters = (ITextDomain)new PtbOptions().Open(locator);
        Assert.Equal(5, characters.Encode("<unk>").Length);
        Assert.Null(characters.Vocabulary.UnknownId);
    }

    [Fact]
    public void A_truncated_file_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write(File, " no it was n't black monday \n");
        var error = Assert.Throws<InputDataException>(() => new PtbOptions().Open(folder.Locator)).Message;
        Assert.Contains("ptb.train.txt' is not the published file: it has 29 bytes instead of 5,101,618 (truncated?)", error);
    }

    [Fact]
    public void A_missing_file_is_named_with_where_it_was_looked_for()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputDataException>(() => new PtbOptions().Open(folder.Locator)).Message;
        Assert.Contains("'ptb/ptb.train.txt' not found in " + folder.Path, error);
    }
}
