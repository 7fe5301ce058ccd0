using System.Text;

using ProfessorForcing.Configuration;

using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public class JsonTextTests
{
    private static IReadOnlyList<string> ErrorsIn(string text) => ErrorsOf(() => JsonText.ParseObject(Encoding.UTF8.GetBytes(text), "a.json"));

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal(1, (int)JsonText.ParseObject([0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8], "a.json")["a"]!);

    [Theory]
    [InlineData("{\n  \"a\": NaN\n}", "a.json: not valid JSON at line 2, column 8: ")]
    [InlineData("{\n  \"a\": Infinity }", "a.json: not valid JSON at line 2, column 8: ")]
    [InlineData("{ \"a\": 1", "a.json: not valid JSON at line 1, column 9: ")]
    [InlineData("", "a.json: not valid JSON at line 1, column 1: ")]
    [InlineData("{} x", "a.json: not valid JSON at line 1, column 4: ")]
    public void Malformed_text_is_refused_with_its_place(string text, string start) =>
        Assert.StartsWith(start, Assert.Single(ErrorsIn(text)), StringComparison.Ordinal);

    [Fact]
    public void Duplicate_keys_are_all_refused_with_their_places() =>
        Assert.Equal(
            [
                "a.json: the key \"b\" stands twice in one object, again at line 2, column 14",
                "a.json: the key \"a\" stands twice in one object, again at line 3, column 1",
            ],
            ErrorsIn("{ \"a\": {\n   \"b\": 1,   \"b\": 2 },\n\"a\": 3 }"));

    [Fact]
    public void Anything_but_an_object_is_refused() => Assert.Equal(["a.json: the configuration must be a JSON object: { … }"], ErrorsIn("[1]"));

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        byte[] text = [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8];
        Assert.Single(ErrorsOf(() => JsonText.ParseObject(text, "a.json")));
    }
}
