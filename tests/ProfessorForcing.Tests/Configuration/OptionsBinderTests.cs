using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data.Text;

using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public class OptionsBinderTests
{
    private static readonly OptionsBinder Binder = new(Kinds);

    private static Everything Bind(string json) => Binder.Bind<Everything>(Json(json));

    private static IReadOnlyList<string> ErrorsIn(string json) => ErrorsOf(() => Bind(json));

    [Fact]
    public void Absent_keys_keep_their_defaults()
    {
        var options = Bind("{}");
        Assert.Equal(10, options.Count);
        Assert.Equal(0.1f, options.Single);
        Assert.Equal([1.0, 2.0], options.Numbers);
    }

    [Fact]
    public void Values_of_every_shape_are_read()
    {
        var options = Bind("""
            { "flag": true, "count": 3, "long": 9223372036854775807, "rate": 1e-3, "name": "ä", "note": null, "limit": 5,
              "text_level": "word", "levels": ["word", "char"], "numbers": [0, 0.5], "inner": { "width": 1 } }
            """);
        Assert.True(options.Flag);
        Assert.Equal(3, options.Count);
        Assert.Equal(long.MaxValue, options.Long);
        Assert.Equal(1e-3, options.Rate);
        Assert.Equal("ä", options.Name);
        Assert.Equal(5, options.Limit);
        Assert.Equal(TextLevel.Word, options.TextLevel);
        Assert.Equal([TextLevel.Word, TextLevel.Char], options.Levels);
        Assert.Equal([0, 0.5], options.Numbers);
        Assert.Equal(new Inner { Width = 1 }, options.Inner);
    }

    [Theory]
    [InlineData("1e1", 10)]
    [InlineData("20.0", 20)]
    [InlineData("1E+2", 100)]
    public void A_whole_number_may_be_written_with_point_or_exponent(string text, int expected) =>
        Assert.Equal(expected, Bind($$"""{ "flag": true, "count": {{text}} }""").Count);

    [Theory]
    [InlineData("count", "0", "count: 0 is out of range; allowed: 1 to 100")]
    [InlineData("count", "101", "count: 101 is out of range; allowed: 1 to 100")]
    [InlineData("count", "1e30", "count: 1e30 is out of range; allowed: 1 to 100")]
    [InlineData("count", "2.5", "count: 2.5 is not a whole number; allowed: 1 to 100")]
    [InlineData("count", "\"3\"", "count: \"3\" is not a whole number, 1 to 100")]
    [InlineData("count", "null", "count: null is not a whole number, 1 to 100")]
    [InlineData("count", "[3]", "count: [3] is not a whole number, 1 to 100")]
    [InlineData("long", "9223372036854775808", "long: 9223372036854775808 is out of range; allowed: 0 to 9223372036854775807")]
    [InlineData("rate", "0", "rate: 0 is out of range; allowed: above 0, below 1")]
    [InlineData("rate", "1", "rate: 1 is out of range; allowed: above 0, below 1")]
    [InlineData("rate", "\"NaN\"", "rate: \"NaN\" is not a number, above 0, below 1")]
    [InlineData("single", "1e39", "single: 1e39 is too large")]
    [InlineData("single", "1e999", "single: 1e999 is too large")]
    [InlineData("flag", "1", "flag: 1 is not true or false")]
    [InlineData("name", "5", "name: 5 is not a string")]
    [InlineData("name", "null", "name: null is not a string")]
    [InlineData("limit", "6", "limit: 6 is out of range; allowed: -2147483648 to 5")]
    [InlineData("text_level", "\"line\"", "text_level: \"line\" is not one of char, word")]
    [InlineData("text_level", "\"1\"", "text_level: \"1\" is not one of char, word")]
    [InlineData("text_level", "1", "text_level: 1 is not one of char, word")]
    [InlineData("levels", "\"char\"", "levels: \"char\" is not a list, each one of char, word")]
    [InlineData("levels", "[\"char\", \"chr\"]", "levels[1]: \"chr\" is not one of char, word")]
    [InlineData("numbers", "[1, -2]", "numbers[1]: -2 is out of range; allowed: at least 0")]
    [InlineData("numbers", "[null]", "numbers[0]: null is not a number, at least 0")]
    [InlineData("inner", "3", "inner: 3 is not a section (an object)")]
    [InlineData("inner", "null", "inner: null is not a section (an object)")]
    public void A_wrong_value_is_refused_with_its_key_and_what_is_allowed(string key, string value, string message) =>
        Assert.Equal([message], ErrorsIn($$"""{ "{{key}}": {{value}} }"""));

    [Fact]
    public void An_unknown_key_names_the_nearest_and_the_allowed_ones() =>
        Assert.Equal(["inner.widht: unknown key; did you mean inner.width? allowed in inner: width, height"], ErrorsIn("""{ "inner": { "widht": 1 } }"""));

    [Fact]
    public void A_key_in_the_wrong_section_is_found_where_it_belongs() =>
        Assert.StartsWith("height: unknown key; did you mean inner.height? allowed: flag, count, long,", Assert.Single(ErrorsIn("""{ "height": 1 }""")), StringComparison.Ordinal);

    [Fact]
    public void All_errors_are_reported_at_once() =>
        Assert.Equal(
            ["count: 0 is out of range; allowed: 1 to 100", "inner.width: 10 is out of range; allowed: 0 to 9", "rate: true is not a number, above 0, below 1"],
            ErrorsIn("""{ "count": 0, "inner": { "width": 10 }, "rate": true }""").Order());

    [Fact]
    public void Rules_are_checked_besides_other_errors() =>
        Assert.Equal(
            ["inner.width (5) is above inner.height (3)", "text_level: 1 is not one of char, word"],
            ErrorsIn("""{ "text_level": 1, "inner": { "width": 5 } }""").Order());

    [Fact]
    public void A_rule_about_a_refused_value_is_silent() =>
        Assert.Equal(["inner.height: 99 is out of range; allowed: 0 to 9"], ErrorsIn("""{ "inner": { "width": 5, "height": 99 } }"""));

    [Fact]
    public void Errors_found_before_come_first() =>
        Assert.Equal(["earlier", "count: 0 is out of range; allowed: 1 to 100"], ErrorsOf(() => Binder.Bind<Everything>(Json("""{ "count": 0 }"""), ["earlier"])));

    [Fact]
    public void The_kind_chooses_the_record()
    {
        var options = Binder.Bind<ExperimentOptions>(Json("""{ "data": { "kind": "file", "path": "a.txt", "sequence_length": 12 } }"""));
        Assert.Equal(new FileData { Path = "a.txt", SequenceLength = 12 }, options.Data);
    }

    [Theory]
    [InlineData("""{ }""", "data: missing; it must be a section (an object) whose kind is one of made, file")]
    [InlineData("""{ "data": 1 }""", "data: 1 is not a section (an object) whose kind is one of made, file")]
    [InlineData("""{ "data": {} }""", "data.kind: missing; it must be one of made, file")]
    [InlineData("""{ "data": { "kind": "fil" } }""", "data.kind: \"fil\" is not one of made, file")]
    [InlineData("""{ "data": { "kind": 1 } }""", "data.kind: 1 is not one of made, file")]
    [InlineData("""{ "data": { "kind": "file" } }""", "data.path: missing; it must be a string")]
    [InlineData("""{ "data": { "kind": "made", "path": "a" } }""", "data.path: unknown key; allowed in data: kind, sequence_length, corpus_seed, level")]
    public void A_wrong_kind_or_a_key_of_another_kind_is_refused(string json, string message) =>
        Assert.Contains(message, ErrorsOf(() => Binder.Bind<ExperimentOptions>(Json(json))));

    [Fact]
    public void The_rules_of_an_experiment_span_its_sections()
    {
        Assert.Equal(
            ["training.truncate_steps is 5: professor forcing needs whole sequences, unless professor.judged_segments says how many segments are judged; allowed: 0"],
            ErrorsOf(() => Binder.Bind<ExperimentOptions>(Json("""{ "data": { "kind": "made" }, "training": { "truncate_steps": 5 } }"""))));
        Assert.Equal(5, Binder.Bind<ExperimentOptions>(Json("""{ "data": { "kind": "made" }, "method": "teacher", "training": { "truncate_steps": 5 } }""")).Training.TruncateSteps);
        Assert.Equal(
            ["professor.judged_segments is 2, but professor.segment_length is 0, which judges sequences whole: set a length"],
            ErrorsOf(() => Binder.Bind<ExperimentOptions>(Json("""{ "data": { "kind": "made" }, "professor": { "judged_segments": 2 } }"""))));
        Assert.Equal(
            ["professor.free_running_rows (64) is above training.batch_size (32)"],
            ErrorsOf(() => Binder.Bind<ExperimentOptions>(Json("""{ "data": { "kind": "made" }, "professor": { "free_running_rows": 64 } }"""))));
    }
}
