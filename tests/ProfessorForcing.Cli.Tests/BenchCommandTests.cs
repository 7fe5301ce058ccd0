namespace ProfessorForcing.Cli.Tests;

public class BenchCommandTests
{
    [Fact]
    public void A_row_is_a_ratio_of_two_figures()
    {
        var result = Professor.Run("bench", "gru-256", "--budget", "1s", "--threads", "1", "--json");
        Assert.Equal(0, result.Code);
        var row = Assert.Single(result.Json.AsArray())!;
        Assert.Equal("gru-256", (string)row["name"]!);
        Assert.Equal("ms", (string)row["unit"]!);
        Assert.Equal("at least", (string)row["bound"]!);
        Assert.Equal(3, (double)row["target"]!);
        Assert.Equal((double)row["theirs"]! / (double)row["ours"]!, (double)row["ratio"]!, 1e-9);
    }

    [Fact]
    public void Memory_is_measured_in_processes_of_its_own()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("memory is read from Linux's /proc");
        var bytes = double.Parse(Professor.Run("bench", "--measure", "peak/ours/step/64/200/50/16/64/16", "--threads", "1").Output, null);
        // Of 64 sequences of 200 steps: a hundred numbers a unit would be 300 MiB.
        Assert.InRange(bytes, 10 << 20, 400 << 20);
    }

    [Fact]
    public void A_likelihood_of_many_symbols_never_has_all_logits_at_once()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("memory is read from Linux's /proc");
        // 4,000 steps of 10,000 symbols: an array of all logits is 153 MiB; weights, states and their gradients are 11.
        var bytes = double.Parse(Professor.Run("bench", "--measure", "peak/ours/likelihood/40/100/64/10000", "--threads", "2").Output, null);
        Assert.InRange(bytes, 1 << 20, 100 << 20);
    }

    [Fact]
    public void An_unknown_row_is_one_line_that_names_the_allowed_ones()
    {
        var result = Professor.Run("bench", "gru-257");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: 'gru-257' is not measured; allowed: gru-1024, gru-1024-peak, gru-256,", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_listed()
    {
        var result = Professor.Run("bench", "--list");
        Assert.Equal(0, result.Code);
        Assert.Contains("step-char-ptb-small\n", result.Output, StringComparison.Ordinal);
    }
}
