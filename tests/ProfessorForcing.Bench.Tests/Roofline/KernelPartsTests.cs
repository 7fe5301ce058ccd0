using ProfessorForcing.Bench.Roofline;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Bench.Tests.Roofline;

public class KernelPartsTests
{
    [Fact]
    public void A_part_is_set_against_what_the_machine_allows()
    {
        var row = KernelParts.Measure("part-weight-256", 1, TimeSpan.FromSeconds(0.1));
        Assert.Equal("GFLOP/s", row.Unit);
        Assert.Equal(row.Ours / row.Theirs, row.Ratio, 1e-9);
        // How large the share is nobody can say here, as other tests run meanwhile.
        Assert.True(row.Ours > 0 && double.IsFinite(row.Ratio), $"{row}");
    }

    // 2·3·4·5 = 120 operations on 4·(12 + 20 + 15) = 188 bytes.
    [Theory]
    [InlineData(120e9, 188e10, "GFLOP/s", 60, 120, 0.5)]
    [InlineData(120e10, 188e9, "GB/s", 94, 188, 0.5)]
    public void The_lower_limit_counts(double peak, double bandwidth, string unit, double ours, double allowed, double share)
    {
        using var part = new ProductPart("a product", 3, 4, 5, isGradient: false);
        var row = KernelParts.Row("a", part, 2e-9, peak, bandwidth);
        Assert.Equal(unit, row.Unit);
        Assert.Equal([ours, allowed, share], new[] { row.Ours, row.Theirs, row.Ratio }.Select(value => Math.Round(value, 9)));
    }

    // Worked out by hand: W_hh has 12 numbers.
    [Fact]
    public void Operations_and_bytes_are_counted()
    {
        using var forward = new RecurrencePart(RecurrentCell.Gru, 5, 7, 2, isBackward: false);
        using var backward = new RecurrencePart(RecurrentCell.Gru, 5, 7, 2, isBackward: true);
        forward.Run();
        backward.Run();
        Assert.Equal(2 * 7 * 5 * 12, forward.Flops);
        Assert.Equal(2 * 6 * 5 * 12, backward.Flops);
        Assert.Equal(4 * 12, forward.WorkingSet);
        Assert.Equal((4 * 12 * 7) + (4 * 70 * 8), forward.Bytes);
        using var normalized = new RecurrencePart(RecurrentCell.Gru, 5, 7, 2, isBackward: true, isNormalized: true);
        normalized.Run();
        Assert.Equal((4 * 12 * 6) + (4 * 70 * (10 + 6)), normalized.Bytes);
        using var likelihood = new LikelihoodPart(3, 4, 5, isBackward: true);
        likelihood.Run();
        Assert.Equal(3 * 2 * 3 * 4 * 5, likelihood.Flops);
        using var adam = new AdamPart(4);
        adam.Run();
        Assert.Equal(7 * 4 * 16, adam.Bytes);
    }
}
