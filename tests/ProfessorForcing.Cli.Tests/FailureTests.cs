using System.Text.RegularExpressions;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Tests;

public class FailureTests
{
    public static TheoryData<Exception, int> Expected => new()
    {
        { new ConfigurationException("x"), 2 },
        { new InputDataException("x"), 3 },
        { new TrainingDivergedException("x"), 1 },
        { new IOException("x"), 1 },
        { new AggregateException(new InputDataException("x")), 3 },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void What_is_expected_is_one_line_with_its_exit_code(Exception exception, int code)
    {
        var failure = Failure.Of(exception);
        Assert.Equal(code, failure.Code);
        Assert.Equal("error: x\n", Written(failure, exception, isVerbose: false));
    }

    [Fact]
    public void What_is_unexpected_is_one_line_that_names_the_file_with_the_details()
    {
        var exception = new InvalidTimeZoneException("two\nlines");
        var failure = Failure.Of(exception);
        var match = Regex.Match(Written(failure, exception, isVerbose: false), @"^error: unexpected InvalidTimeZoneException: two \(details in (.+)\)\n$");
        Assert.True(match.Success);
        Assert.Equal(exception.ToString(), File.ReadAllText(match.Groups[1].Value));
        File.Delete(match.Groups[1].Value);
        Assert.Equal(1, failure.Code);
        Assert.Contains(exception.ToString(), Written(failure, exception, isVerbose: true), StringComparison.Ordinal);
    }

    private static string Written(Failure failure, Exception exception, bool isVerbose)
    {
        using var error = new StringWriter { NewLine = "\n" };
        failure.Write(exception, error, isVerbose);
        return error.ToString();
    }
}
