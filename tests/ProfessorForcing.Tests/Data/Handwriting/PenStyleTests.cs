using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenStyleTests
{
    [Fact]
    public void The_usual_style_is_sound() => new PenStyle().Validate();

    [Theory]
    [InlineData("black", "#000000")]
    [InlineData("DarkSlateGrey", "#2f4f4f")]
    [InlineData("darkslategray", "#2f4f4f")]
    [InlineData("lightgrey", "#d3d3d3")]
    [InlineData("green", "#008000")]
    [InlineData("RebeccaPurple", "#663399")]
    [InlineData("#1B2a4A", "#1b2a4a")]
    [InlineData("blurple", null)]
    [InlineData("", null)]
    [InlineData("transparent", null)]
    [InlineData("ActiveBorder", null)]
    [InlineData("#12345", null)]
    [InlineData("#1234567", null)]
    [InlineData("#12345g", null)]
    [InlineData("#+12345", null)]
    [InlineData(" red", null)]
    [InlineData("1", null)]
    public void A_colour_is_a_name_of_CSS_or_six_digits(string name, string? expected) => Assert.Equal(expected, PenColour.Find(name)?.ToString());

    [Fact]
    public void Everything_that_is_wrong_with_a_style_is_named_with_what_is_allowed()
    {
        var style = new PenStyle { StrokeWidth = 0, Colour = "blurple", Background = "#12", LineHeight = double.NaN, LineGap = double.PositiveInfinity, Margin = -1 };
        Assert.Equal(
            [
                "stroke_width: 0 is not a number, above 0, at most 100",
                "line_height: NaN is not a number, 1 to 10000",
                "line_gap: Infinity is not a number, 0 to 10000",
                "margin: -1 is not a number, 0 to 10000",
                "colour: 'blurple' is not a CSS name such as black or #rrggbb",
                "background: '#12' is not a CSS name such as black or #rrggbb, nor null for none",
            ],
            Assert.Throws<ConfigurationException>(style.Validate).Errors);
        Assert.Equal(
            ["maximal_width: 40 leaves no room between margins of 20 and for strokes of 1.8"],
            Assert.Throws<ConfigurationException>(() => PenPage.Of(MadeStrokes.Lines.Select(line => line.Line).ToArray(), new() { MaximalWidth = 40 })).Errors);
    }
}
