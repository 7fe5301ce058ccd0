using System.Xml.Linq;

namespace ProfessorForcing.Cli.Tests;

public sealed class CompareCommandTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private readonly string _other = Path.Combine(tiny.Scratch, Path.GetRandomFileName());

    [Fact]
    public void Runs_stand_side_by_side_and_seeds_are_summarised()
    {
        Assert.Equal(0, TinyRun.Train(_other, "--steps", "6", "--seed", "2").Code);
        var teacher = _other + "-teacher";
        Assert.Equal(0, TinyRun.Train(teacher, "--steps", "6", "--method", "teacher").Code);
        var (csv, plot) = (_other + ".csv", _other + ".svg");
        string[] arguments = ["compare", tiny.Folder, _other, teacher, "--csv", csv, "--plot", plot];

        var table = Professor.Run(arguments);
        Assert.True(table.Code == 0, table.Error);
        Assert.Equal(6, table.OutputLines.Length);
        Assert.Matches($@"^{tiny.Folder} +oracle +professor +1 +bpc +6 +\d+\.\d +\d\.\d{{4}} +[36] ", table.OutputLines[1]);
        Assert.Matches(@"^\S+-teacher +oracle +teacher +1 +bpc .*  –  .*  0$", table.OutputLines[3]);
        Assert.Matches(@"^oracle +professor +1 2 +bpc +6\.0 ± 0\.0 .* \d\.\d{4} ± \d\.\d{4} ", table.OutputLines[5]);

        var json = Professor.Run([.. arguments, "--json"]).Json;
        Assert.Equal(["professor", "professor", "teacher"], json["runs"]!.AsArray().Select(run => (string)run!["method"]!));
        var best = json["runs"]!.AsArray().Take(2).Select(run => (double)run!["best_validation"]!).ToArray();
        var group = Assert.Single(json["groups"]!.AsArray())!;
        Assert.Equal(best.Average(), (double)group["best_validation"]!["mean"]!, 1e-12);
        Assert.Equal(Math.Abs(best[0] - best[1]) / Math.Sqrt(2), (double)group["best_validation"]!["deviation"]!, 1e-12);
        Assert.Null(json["runs"]![2]!["accuracy"]);

        var lines = File.ReadAllLines(csv);
        Assert.StartsWith("run,experiment,method,seed,unit,steps,minutes,best_validation,", lines[0], StringComparison.Ordinal);
        Assert.Equal(best[0], double.Parse(lines[1].Split(',')[7], null));
        Assert.Contains("professor, 2 seeds", XDocument.Load(plot).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_is_measured_as_evaluate_measures_it()
    {
        var run = Professor.Run("compare", tiny.Folder, "--split", "test", "--threads", "1", "--json").Json["runs"]![0]!;
        var evaluation = Professor.Run("evaluate", tiny.Folder, "--threads", "1", "--samples", "0", "--json").Json;
        Assert.Equal((double)evaluation["bits"]!, (double)run["test"]!, 1e-12);
        Assert.Equal((double)evaluation["oracle"]!["excess_bits"]!, (double)run["test_excess_bits"]!, 1e-12);
    }

    [Fact]
    public void Training_leaves_a_plot_of_its_curves()
    {
        var plot = XDocument.Load(Path.Combine(tiny.Folder, "plots", "curves.svg"));
        Assert.Contains("bits per character, training faint", plot.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plot_of_two_settings_of_one_method_says_nothing_on_standard_error()
    {
        // A run that is so short has one validation, which is drawn as a mark.
        Assert.Equal(0, TinyRun.Train(_other, "--steps", "2", "--set", "name=other").Code);
        var plot = _other + ".svg";
        var result = Professor.Run("compare", tiny.Folder, _other, "--plot", plot);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("other, professor", XDocument.Load(plot).Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --split: 'train' is not one of valid, test", "--split", "train")]
    [InlineData("error: plot 'curves.pdf': its name must end with .svg or .png", "--plot", "curves.pdf")]
    public void Wrong_usage_is_one_line_and_exit_code_2(string line, params string[] arguments)
    {
        var result = Professor.Run(["compare", tiny.Folder, .. arguments]);
        Assert.Equal((2, line), (result.Code, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public void Every_folder_that_is_no_run_is_named()
    {
        var result = Professor.Run("compare", "nowhere", "never");
        Assert.Equal(2, result.Code);
        Assert.Equal(2, result.ErrorLines.Length);
        Assert.All(result.ErrorLines, line => Assert.EndsWith("is no run folder: it has no config.json", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_one_line_and_exit_code_1()
    {
        var result = Professor.Run("compare", tiny.Folder, "--plot", Path.Combine(tiny.Scratch, "no-such-folder", "curves.svg"));
        Assert.Equal(1, result.Code);
        Assert.Contains("curves.svg: cannot be written: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
