using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Reports;
using ProfessorForcing.Tests.Storage;

using SkiaSharp;

namespace ProfessorForcing.Tests.Reports;

public sealed class DensityPlotTests
{
    // A triangle without its long side: 100 to the right, and 50 up from there.
    private static readonly PenLine Line = new("made", "", [new(0, 0, false), new(100, 0, false), new(0, 50, true)]);

    [Fact]
    public void The_density_is_darkest_where_the_next_point_was_expected_and_the_ink_lies_over_it()
    {
        // 106 × 56 units at the middle, 1,100 pixels wide; the first prediction is wrong.
        using var bitmap = Draw(Line, [[new(1, 50, 40, 2, 2, 0)], [new(1, 100, 0, 2, 2, 0)], [new(1, 0, 50, 2, 2, 0)]]);
        SKColor At(double x, double y) => bitmap.GetPixel((int)(20 + (x + 3) * 1100 / 106), (int)(20 + (53 - y) * 1100 / 106));
        // A pixel is about a tenth of a unit.
        Assert.Contains([-0.1, -0.05, 0, 0.05, 0.1], shift => At(50, shift).Blue < 100);
        Assert.Contains([-0.1, -0.05, 0, 0.05, 0.1], shift => At(100 + shift, 25).Blue < 100);
        Assert.Equal(SKColors.White, At(50, 20));
        // Three deviations from its middle the density is 1.95 decades lower, half of what can be seen.
        var (middle, beside) = (At(50, 40), At(56, 40));
        Assert.InRange(middle.Red, 0, 20);
        Assert.InRange(beside.Red, 90, 130);
        Assert.True(Near(middle, At(101, 1)));
    }

    [Fact]
    public void A_Gaussian_is_told_from_the_point_before()
    {
        using var bitmap = Draw(Line, [[], [], [new(1, -60, 30, 2, 2, 0)]]);
        // The middle of what is blue, each pixel as much as it is dark; its row and column in the map are counted by pixels' middles.
        var (total, x, y) = (0.0, 0.0, 0.0);
        for (var column = 25; column < 1100; column++)
        {
            for (var row = 25; row < 590; row++)
            {
                var pixel = bitmap.GetPixel(column, row);
                var darkness = pixel.Blue > pixel.Red ? 255 - pixel.Red : 0;
                (total, x, y) = (total + darkness, x + darkness * (column + 0.5), y + darkness * (row + 0.5));
            }
        }
        Assert.Equal(40, (x / total - 20) * 106 / 1100 - 3, 0.1);
        Assert.Equal(30, 53 - (y / total - 20) * 106 / 1100, 0.1);
    }

    [Fact]
    public void Equal_input_gives_equal_SVG()
    {
        PenGaussian[][] predictions = [[new(1, 0, 0, 1, 1, 0)], [], [new(0.5, 0, 50, 1, 3, 0.5), new(0.5, 0, 20, 1, 3, 0.5)]];
        var svg = DensityPlot.ToSvg(Line, predictions);
        Assert.Equal(svg, DensityPlot.ToSvg(Line, predictions));
        Assert.Contains("log10 points/unit²", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_in_the_kind_of_its_ending()
    {
        using var folder = new TemporaryFolder();
        DensityPlot.Write(folder["density.png"], Line, [[], [], []]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["density.png"])[..4]);
        DensityPlot.Write(folder["density.svg"], Line, [[], [], []]);
        Assert.StartsWith("<?xml", File.ReadAllText(folder["density.svg"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e6, 1)]
    [InlineData(1, 1e6)]
    [InlineData(1e38, 1e38)]
    public void Lines_of_any_shape_are_drawn(double width, double height)
    {
        using var bitmap = Draw(new("made", "", [new(0, 0, false), new((float)width, (float)height, true)]), [[new(1, 0, 0, 1, 1, 0)], [new(1, width, height, 1, 1, 0)]]);
        Assert.InRange(bitmap.Width, 200, 1250);
        Assert.InRange(bitmap.Height, 140, 740);
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        PenGaussian[][] predictions = [[], [new(1, 0, 0, 1, 1, 0)], [new(1, 0, 0, 1, 1, 0), new(1, 0, 0, 1, -1, 0)]];
        Assert.StartsWith("There are 2 predictions for 3 points.", Message(Line, predictions[..2]), StringComparison.Ordinal);
        Assert.StartsWith("The prediction of point 2 has a Gaussian that is none: PenGaussian { Weight = 1, MeanX = 0, MeanY = 0, DeviationX = 1, DeviationY = -1, Correlation = 0 }.", Message(Line, predictions), StringComparison.Ordinal);
        Assert.StartsWith("The line has no points.", Message(Line with { Points = [] }, []), StringComparison.Ordinal);
        foreach (var (gaussian, isSound) in new[]
        {
            (new PenGaussian(1, 0, 0, 0, 0, 1), true),
            (new(1, 0, 0, 1, 1, 1.01), false),
            (new(1, 0, 0, 1, 1, double.NaN), false),
            (new(-0.1, 0, 0, 1, 1, 0), false),
            (new(1, double.NegativeInfinity, 0, 1, 1, 0), false),
            (new(1, 0, 0, -1, 1, 0), false),
        })
            Assert.Equal(isSound, gaussian.IsSound);
    }

    private static string Message(PenLine line, PenGaussian[][] predictions) => Assert.Throws<ArgumentException>(() => DensityPlot.ToPng(line, predictions)).Message;

    private static bool Near(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue) < 60;

    private static SKBitmap Draw(PenLine line, PenGaussian[][] predictions) => SKBitmap.Decode(DensityPlot.ToPng(line, predictions));
}
