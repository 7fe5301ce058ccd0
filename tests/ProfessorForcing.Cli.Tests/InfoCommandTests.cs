using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli.Tests;

public class InfoCommandTests
{
    [Fact]
    public void The_report_is_the_known_one()
    {
        var result = Professor.Run(
            "info", "oracle", "--set", "name=fixed", "description=A snapshot.", "generator.hidden=192", "generator.embedding=32", "discriminator.hidden=64",
            "training.batch_size=32", "training.steps=600", "data.sequence_length=100", "professor.behaviour=candidate,embedding");
        Assert.Equal(0, result.Code);
        // How fast this machine is just now is not in the snapshot.
        var time = Regex.Match(result.Output, @"^time, estimated: (\S+) s a step, [\d:]+ for 600 steps, at the (\S+) GFLOP/s .*\n\z", RegexOptions.Multiline);
        Assert.True(time.Success, result.Output);
        Assert.Equal(Snapshot.Read("info-oracle.txt"), result.Output[..time.Index]);
        Assert.Equal(9.479, double.Parse(time.Groups[1].Value, null) * double.Parse(time.Groups[2].Value, null), 11.429 * 0.05);
    }

    [Fact]
    public void As_json_the_report_holds_arithmetic_and_memory()
    {
        var report = Professor.Run("info", "oracle", "--json").Json;
        var professor = report["methods"]!["professor"]!;
        Assert.Equal((double)professor["flops_per_step"]!, professor["passes"]!.AsArray().Sum(pass => (double)pass!["flops"]!), 1e3);
        Assert.Equal(1.0, (double)report["methods"]!["teacher"]!["times_teacher_forcing"]!);
        Assert.True((double)report["memory"]!["total"]! > 0);
        var time = report["time"]!;
        Assert.False((bool)time["is_measured"]!);
        Assert.Equal((double)professor["flops_per_step"]! / (double)time["flops_per_second"]!, (double)time["seconds_per_step"]!, 1e-9);
        Assert.Equal((double)time["seconds_per_step"]! * (int)time["steps"]!, (double)time["seconds_total"]!, 1e-9);
        Assert.Equal("oracle", (string)report["config"]!["name"]!);
    }

    [Fact]
    public void The_small_penn_treebank_experiment_costs_at_most_six_times_teacher_forcing()
    {
        if (Repository.Data is not { } data)
        {
            Assert.Skip("the Penn Treebank is not here");
            return;
        }
        var small = Professor.Run("info", "char-ptb-small", "--json", "--data-root", data).Json["methods"]!["professor"]!;
        Assert.InRange((double)small["times_teacher_forcing"]!, 1, 6);
        // At the paper's sizes the discriminator is 10 to 20 times the generator.
        var full = Professor.Run("info", "char-ptb", "--json", "--data-root", data).Json["methods"]!["professor"]!;
        Assert.InRange((double)full["times_teacher_forcing"]!, 27, 46);
    }
}
