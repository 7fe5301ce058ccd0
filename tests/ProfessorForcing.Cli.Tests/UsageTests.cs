namespace ProfessorForcing.Cli.Tests;

public class UsageTests
{
    [Fact]
    public void Help_names_every_command()
    {
        var result = Professor.Run("--help");
        Assert.Equal(0, result.Code);
        Assert.All(Commands, command => Assert.Contains($"\n  {command} ", result.Output, StringComparison.Ordinal));
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Every_command_has_help() =>
        Assert.All(Commands, command => Assert.Equal(0, Professor.Run(command, "--help").Code));

    [Theory]
    [InlineData("error: no command given; allowed: ")]
    [InlineData("error: Unrecognized command or argument 'trian'", "trian")]
    [InlineData("error: --threads: '100000' is not a whole number, ", "info", "oracle", "--threads", "100000")]
    [InlineData("error: EXPERIMENT|FILE.json is empty", "train", "")]
    [InlineData("error: EXPERIMENT|RUN is empty", "info", "")]
    [InlineData("error: RUN is empty", "evaluate", "")]
    [InlineData("error: RUN is empty", "compare", "a", "")]
    [InlineData("error: professor.behaviour names condition, but the data have none", "info", "oracle", "--set", "professor.behaviour=condition,hidden")]
    [InlineData("error: unknown experiment 'orcale'; allowed: char-ptb, char-ptb-small, handwriting, handwriting-small, mnist, mnist-small, oracle, oracle-long, word-ptb, word-ptb-small, or the path of a .json file", "info", "orcale")]
    [InlineData("error: training.steps: 0 is out of range; allowed: 1 to 1000000000", "info", "oracle", "--set", "training.steps=0")]
    [InlineData("error: training.step: unknown key; did you mean training.steps? allowed in training: steps, ", "info", "oracle", "--set", "training.step=5")]
    [InlineData("error: experiment file 'no.json' does not exist", "info", "no.json")]
    public void Wrong_usage_is_one_line_and_exit_code_2(string line, params string[] arguments)
    {
        var result = Professor.Run(arguments);
        Assert.Equal(2, result.Code);
        Assert.StartsWith(line, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("train", "--out", "--data", "--init-from", "--data-root", "--method", "--steps", "--seed", "--checkpoint-every")]
    [InlineData("sample", "--out", "--prompt", "--text", "--alignment", "--density", "--bias", "--colour", "--temperature")]
    [InlineData("evaluate", "--data", "--positions", "--data-root", "--split")]
    [InlineData("score", "--data")]
    [InlineData("compare", "--plot", "--csv", "--data-root")]
    [InlineData("info", "--data-root")]
    [InlineData("data list", "--data-root")]
    public void An_option_of_which_only_the_name_is_given_is_one_line_and_exit_code_2(string command, params string[] options)
    {
        foreach (var option in options)
        {
            string[] arguments = [.. command.Split(' '), .. command is "train" or "data list" ? [] : new[] { "run" }, option, ""];
            Assert.Equal($"error: {option} is empty (see professor {command} --help)", Professor.Run(arguments).Fails(2));
        }
    }

    [Theory]
    [InlineData("'--step'; did you mean --steps?", "train", "--step", "5")]
    [InlineData("'--step'; did you mean --steps?", "train", "oracle", "--step=5")]
    [InlineData("'--foo'", "train", "--foo")]
    [InlineData("'--step'; did you mean --steps?", "train", "--set", "seed=2", "--step", "5")]
    [InlineData("'--lenght'; did you mean --length?", "sample", "--lenght", "5")]
    [InlineData("'--carry'", "evaluate", "run", "--carry")]
    [InlineData("'--dta'; did you mean --data?", "score", "run", "--dta", "text.txt")]
    [InlineData("'--jsn'; did you mean --json?", "info", "--jsn")]
    [InlineData("'--plt'; did you mean --plot?", "compare", "run", "other", "--plt", "x.svg")]
    [InlineData("'--jsn'; did you mean --json?", "experiments", "--jsn")]
    [InlineData("'--lst'; did you mean --list?", "bench", "--lst")]
    [InlineData("'--verbos'; did you mean --verbose?", "data", "list", "--verbos")]
    public void A_misspelt_option_is_named_and_never_taken_for_an_argument(string what, params string[] arguments)
    {
        var command = string.Join(' ', arguments.Take(arguments[0] == "data" ? 2 : 1));
        Assert.Equal($"error: unknown option {what} (see professor {command} --help)", Professor.Run(arguments).Fails(2));
    }

    [Fact]
    public void What_comes_after_two_dashes_is_an_argument() =>
        Assert.StartsWith("error: unknown experiment '--foo'", Professor.Run("info", "--", "--foo").Fails(2), StringComparison.Ordinal);

    [Fact]
    public void All_errors_of_a_configuration_are_reported_at_once()
    {
        var result = Professor.Run("info", "oracle", "--set", "training.steps=0", "generator.hiden=3", "method=student", "nonsense");
        Assert.Equal(2, result.Code);
        Assert.Equal(4, result.ErrorLines.Length);
        Assert.Contains("error: method: \"student\" is not one of teacher, scheduled, professor", result.ErrorLines);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_json_is_reported_with_its_place()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("usage").FullName, "bad.json");
        File.WriteAllText(path, "{\n  \"seed\": NaN\n}");
        var result = Professor.Run("info", path);
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: {path}: not valid JSON at line 2, column 11: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_data_is_one_line_and_exit_code_3()
    {
        var result = Professor.Run("info", "char-ptb", "--data-root", "nowhere");
        Assert.Equal(3, result.Code);
        Assert.Equal("error: data folder 'nowhere' does not exist", Assert.Single(result.ErrorLines));
        var empty = Directory.CreateTempSubdirectory("usage").FullName;
        result = Professor.Run("info", "char-ptb", "--data-root", empty);
        Assert.Equal(3, result.Code);
        Assert.StartsWith("error: data file 'ptb/ptb.train.txt' not found in ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    private static readonly string[] Commands = ["train", "sample", "evaluate", "score", "compare", "experiments", "info", "data"];
}
