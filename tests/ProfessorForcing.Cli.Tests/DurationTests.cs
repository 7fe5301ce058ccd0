namespace ProfessorForcing.Cli.Tests;

public class DurationTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("2d", 172_800)]
    [InlineData("1m5", 65)]
    public void Times_are_read(string text, double seconds) => Assert.Equal(seconds, Duration.Parse(text)!.Value.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("30x")]
    [InlineData("m")]
    [InlineData("1s1m")]
    public void Anything_else_is_refused(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(754, "12:34")]
    [InlineData(3723, "1:02:03")]
    public void Times_are_written(double seconds, string text) => Assert.Equal(text, Duration.Format(TimeSpan.FromSeconds(seconds)));
}
