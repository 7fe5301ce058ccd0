namespace ProfessorForcing.Data.Images;

/// <summary>
/// A pixel given five that come before it: the two at its left, and the three above it. Everywhere the same table of 2⁵ contexts; pixels
/// outside the image are background.
/// </summary>
internal sealed class ContextPixels : IBaseline
{
    // Rows up, columns to the right.
    private static readonly (int Up, int Right)[] Context = [(0, -1), (0, -2), (1, -1), (1, 0), (1, 1)];

    private readonly double[] _nats; // [context, 2]

    private ContextPixels(double[] nats) => _nats = nats;

    /// <inheritdoc/>
    public string Name => $"pixels given {Context.Length} neighbours";

    /// <summary>Counts, with one more pixel of each kind in every context (Laplace).</summary>
    public static ContextPixels Train(BinaryImages images)
    {
        var counts = new long[2 << Context.Length];
        Array.Fill(counts, 1);
        ForEach(images, index => counts[index]++);
        return new([.. counts.Select((count, i) => -Math.Log((double)count / (counts[i & ~1] + counts[i | 1])))]);
    }

    /// <inheritdoc/>
    public double Nll(ISequenceSet set, bool carryState)
    {
        var images = ((ImageSet)set).Images;
        var sum = 0.0;
        ForEach(images, index => sum += _nats[index]);
        return sum / images.Pixels.Length;
    }

    // 2 · context + pixel, for every pixel.
    private static void ForEach(BinaryImages images, Action<int> act)
    {
        var (height, width) = (images.Plane.Height, images.Plane.Width);
        for (var image = 0; image < images.Count; image++)
        {
            var pixels = images[image];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var index = 0;
                    foreach (var (up, right) in Context)
                    {
                        var (row, column) = (y - up, x + right);
                        index = index << 1 | (row >= 0 && column >= 0 && column < width ? pixels[row * width + column] : 0);
                    }
                    act(index << 1 | pixels[y * width + x]);
                }
            }
        }
    }
}
