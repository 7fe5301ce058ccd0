using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenAlphabetTests
{
    private static readonly PenAlphabet Alphabet = new("the quick brown fox, 1234 Ok? jumped over");

    [Fact]
    public void Characters_are_numbered_by_their_codes_and_the_space_is_always_one()
    {
        var alphabet = new PenAlphabet("baB");
        Assert.Equal((" Bab", 4), (alphabet.Characters, alphabet.Count));
        Assert.Equal([3, 2, 0, 1], alphabet.Encode("ba B"));
        Assert.Empty(alphabet.Encode(""));
        Assert.True(alphabet.Has('a') && !alphabet.Has('A'));
    }

    [Fact]
    public void Any_text_of_the_alphabet_can_be_read_off_its_numbers() =>
        Gen.Char[' ', '~'].Array[0, 30].Sample(characters =>
        {
            var alphabet = new PenAlphabet(characters);
            Assert.Equal(characters, alphabet.Encode(new(characters)).Select(number => alphabet.Characters[number]));
            Assert.Equal(alphabet.Characters, PenAlphabet.Restore(JsonNode.Parse(alphabet.Describe().ToJsonString())).Characters);
        });

    [Theory]
    [InlineData("the fez", "character 7 of the text is 'z', which is not among the 28 that the training texts have: space , 1-4 ? O b-f h-k m-r t-x")]
    [InlineData("é", "character 1 of the text is 'é', which is not among")]
    [InlineData("the\nfox", "character 4 of the text is U+000A, which is not among")]
    [InlineData("🎲", "character 1 of the text is U+D83C, which is not among")]
    public void A_character_outside_is_named_with_its_place_and_what_is_allowed(string text, string expected)
    {
        var message = Assert.Throws<InputDataException>(() => Alphabet.Encode(text)).Message;
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_text_is_kept_but_for_characters_outside() => Assert.Equal("the box is", new PenAlphabet("theboxis").Keep("  the * box\tis\n!"));

    [Theory]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("\"ab\"")]
    [InlineData("\" ba\"")]
    [InlineData("\" aa\"")]
    public void A_malformed_description_is_refused(string json) =>
        Assert.Contains("the stored alphabet is not a string of different characters", Assert.Throws<InputDataException>(() => PenAlphabet.Restore(JsonNode.Parse(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Characters_that_need_two_codes_are_refused() =>
        Assert.Equal("texts of handwriting cannot have characters beyond U+FFFF, but one has U+D83C", Assert.Throws<InputDataException>(() => new PenAlphabet("a🎲")).Message);
}
