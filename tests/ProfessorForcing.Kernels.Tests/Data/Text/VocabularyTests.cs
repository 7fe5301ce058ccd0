using System.Text;
using System.Text.Json.Nodes;

using CsCheck;

using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Kernels.Tests.Data.Text;

public sealed class VocabularyTests
{
    private static readonly Gen<string> UnicodeText =
        Gen.OneOf(Gen.Int[0, 0xFF], Gen.Int[0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).List[1, 60]
            .Select(points => string.Concat(points.Select(point => new Rune(point).ToString())));

    private static IEnumerable<string> Symbols(string text, TextLevel level) =>
        TextElements.Split(text, level).Select(element => TextElements.Symbol(text, element, level).ToString());

    private static Vocabulary Of(string text, TextLevel level, int limit = 0, bool withUnknown = true) =>
        Vocabulary.Build(level, Symbols(text, level), limit, withUnknown);

    private static long[] Long(int[] ids) => Array.ConvertAll(ids, id => (long)id);

    [Fact]
    public void Characters_of_any_unicode_text_survive_encoding() => UnicodeText.Sample(text =>
    {
        var vocabulary = Of(text, TextLevel.Char, withUnknown: false);
        var ids = vocabulary.Encode(text);
        return ids.Length == text.EnumerateRunes().Count() && vocabulary.Decode(Long(ids)) == text;
    });

    [Fact]
    public void Words_of_any_unicode_text_survive_decoding_and_encoding() => UnicodeText.Sample(text =>
    {
        var vocabulary = Of(text + " word", TextLevel.Word);
        var ids = vocabulary.Encode(text);
        return vocabulary.Encode(vocabulary.Decode(Long(ids))).SequenceEqual(ids);
    });

    [Fact]
    public void Texts_of_consecutive_pieces_join_to_the_text_of_the_whole() =>
        Gen.Select(UnicodeText, Gen.Enum<TextLevel>(), Gen.Double[0, 1]).Sample((text, level, share) =>
        {
            var vocabulary = Of(text, level);
            var ids = Long(vocabulary.Encode(text));
            var cut = (int)(ids.Length * share);
            return vocabulary.Decode(ids.AsSpan(0, cut)) + vocabulary.Decode(ids.AsSpan(cut)) == vocabulary.Decode(ids);
        });

    [Fact]
    public void A_vocabulary_survives_json() => Gen.Select(UnicodeText, Gen.Enum<TextLevel>(), Gen.Bool).Sample((text, level, withUnknown) =>
    {
        var vocabulary = Of(text + " a", level, withUnknown: withUnknown);
        var json = (JsonObject)JsonNode.Parse(vocabulary.ToJson().ToJsonString())!;
        var restored = Vocabulary.FromJson(json);
        return restored.Level == level && restored.UnknownId == vocabulary.UnknownId && restored.Count == vocabulary.Count
            && Enumerable.Range(0, vocabulary.Count).All(id => restored[id] == vocabulary[id]);
    });

    [Fact]
    public void Characters_stand_by_code_point_and_the_unknown_one_last()
    {
        var vocabulary = Of("b\U0001F600a\uFB01\nb", TextLevel.Char);
        Assert.Equal(["\n", "a", "b", "\uFB01", "\U0001F600", "\uFFFD"], Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]));
        Assert.Equal(5, vocabulary.UnknownId);
    }

    [Fact]
    public void Words_stand_by_frequency_then_ordinally_and_a_limit_keeps_the_first()
    {
        const string text = "b c a c b c\nZ b\n";
        Assert.Equal(["b", "c", "<eos>", "Z", "a", "<unk>"], Read(Of(text, TextLevel.Word)));
        var limited = Of(text, TextLevel.Word, limit: 4);
        Assert.Equal(["b", "c", "<eos>", "<unk>"], Read(limited));
        Assert.Equal([0, 3, 1, 2], limited.Encode("b Z c\n"));
        Assert.Equal(["b", "c", "\uFFFD"], Read(Of("cbacb", TextLevel.Char, limit: 3)));

        static IEnumerable<string> Read(Vocabulary vocabulary) => Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]);
    }

    [Fact]
    public void The_unknown_word_written_in_a_text_is_the_unknown_symbol()
    {
        var vocabulary = Of("<unk> a <unk> a <unk>", TextLevel.Word, limit: 2);
        Assert.Equal(2, vocabulary.Count);
        Assert.Equal([1, 0, 1], vocabulary.Encode("<unk> a other"));
    }

    [Fact]
    public void A_symbol_outside_a_closed_vocabulary_is_named_with_its_position()
    {
        var characters = Of("abc", TextLevel.Char, withUnknown: false);
        var error = Assert.Throws<InputDataException>(() => characters.Encode("ab\u00E9c", "the prompt"));
        Assert.Equal("the prompt: character '\u00E9' (U+00E9) at position 2 is not one of the 3 of the alphabet", error.Message);
        var words = Of("one two", TextLevel.Word, withUnknown: false);
        Assert.Contains("word 'three' at position 1", Assert.Throws<InputDataException>(() => words.Encode("two three")).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"level":"char","symbols":["ab"],"unknown":null}""")]
    [InlineData("""{"level":"char","symbols":["a","a"],"unknown":null}""")]
    [InlineData("""{"level":"char","symbols":["a"],"unknown":1}""")]
    [InlineData("""{"level":"char","symbols":[],"unknown":null}""")]
    [InlineData("""{"level":"line","symbols":["a"],"unknown":null}""")]
    [InlineData("""{"level":"word","symbols":["a b"],"unknown":null}""")]
    [InlineData("""{"level":"word","symbols":[1],"unknown":null}""")]
    public void Malformed_descriptions_are_input_errors(string json) =>
        Assert.Throws<InputDataException>(() => Vocabulary.FromJson((JsonObject)JsonNode.Parse(json)!));
}
