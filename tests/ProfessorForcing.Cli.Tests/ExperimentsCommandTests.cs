namespace ProfessorForcing.Cli.Tests;

public class ExperimentsCommandTests
{
    private static readonly string[] Names = ["char-ptb", "char-ptb-small", "handwriting", "handwriting-small", "mnist", "mnist-small", "oracle", "oracle-long", "word-ptb", "word-ptb-small"];

    [Fact]
    public void Every_experiment_is_listed_with_its_description()
    {
        var result = Professor.Run("experiments");
        Assert.Equal(0, result.Code);
        Assert.Equal(Names, result.OutputLines.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Contains("batch size 32, embedding width 300", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_every_experiment_is_complete()
    {
        var experiments = Professor.Run("experiments", "--json").Json.AsArray();
        Assert.Equal(Names, experiments.Select(experiment => (string)experiment!["name"]!));
        Assert.All(experiments, experiment => Assert.NotNull(experiment!["training"]!["beta1"]));
    }

    [Fact]
    public void The_page_of_options_is_up_to_date()
    {
        var page = Path.Combine(Repository.Root, "docs", "options.md");
        var expected = Professor.Run("experiments", "--keys", "--markdown").Output;
        Assert.True(File.ReadAllText(page) == expected, $"{page} is out of date: write it anew with professor experiments --keys --markdown");
    }

    [Fact]
    public void Keys_are_listed_as_json_with_typed_defaults()
    {
        var keys = Professor.Run("experiments", "--keys", "--json").Json.AsArray();
        var steps = keys.Single(key => (string)key!["key"]! == "training.steps")!;
        Assert.Equal(1000, (int)steps["default"]!);
        Assert.Equal("a whole number, 1 to 1000000000", (string)steps["allowed"]!);
    }
}
