using ProfessorForcing.Data;
using ProfessorForcing.Reports;

using SkiaSharp;

namespace ProfessorForcing.Tests.Reports;

public sealed class PositionMapTests
{
    [Fact]
    public void The_first_position_is_at_the_top_left()
    {
        // One cell of four differs from the others.
        using var bitmap = Draw(new(2, 2), [0.5, 0, 0, 0]);
        var (left, right, top, bottom) = (160, 300, 140, 300);
        Assert.Equal(bitmap.GetPixel(right, top), bitmap.GetPixel(right, bottom));
        Assert.Equal(bitmap.GetPixel(right, top), bitmap.GetPixel(left, bottom));
        Assert.NotEqual(bitmap.GetPixel(right, top), bitmap.GetPixel(left, top));
    }

    [Fact]
    public void Every_position_has_a_number() =>
        Assert.Throws<ArgumentException>(() => Draw(new(2, 2), [0.5, 0, 0]));

    private static SKBitmap Draw(Plane plane, double[] nats)
    {
        using var stream = new MemoryStream();
        PositionMap.Write(plane, nats, stream);
        if (Environment.GetEnvironmentVariable("KEEP") is { } path)
            File.WriteAllBytes(path, stream.ToArray());
        return SKBitmap.Decode(stream.ToArray());
    }
}
