namespace ProfessorForcing.Data.Images;

/// <summary>Shows binary images side by side; a single one as it is, pixel by pixel.</summary>
internal static class ImageGrid
{
    private const int Scale = 2;
    private const byte Border = 96;
    private const int MostPixels = 100_000_000;

    /// <summary>Writes a PNG image.</summary>
    /// <param name="plane">Size of an image.</param>
    /// <param name="images">The pixels of each, 0 or 1.</param>
    /// <param name="ink">What brightness ink has.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(Plane plane, IReadOnlyList<long[]> images, InkRule ink, Stream output)
    {
        if (images.Count == 1)
        {
            PngFile.Write(plane, Array.ConvertAll(images[0], pixel => ink.Brightness(pixel == 1)), output);
            return;
        }
        var cell = Cell(plane);
        var columns = (int)Math.Ceiling(Math.Sqrt(images.Count));
        var rows = (images.Count + columns - 1) / columns;
        var whole = new Plane(rows * cell.Height + 1, columns * cell.Width + 1);
        var levels = new byte[whole.Count];
        levels.AsSpan().Fill(Border);
        for (var i = 0; i < images.Count; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            for (var y = 0; y < Scale * plane.Height; y++)
            {
                var target = (row * cell.Height + 1 + y) * whole.Width + column * cell.Width + 1;
                for (var x = 0; x < Scale * plane.Width; x++)
                    levels[target + x] = ink.Brightness(images[i][y / Scale * plane.Width + x / Scale] == 1);
            }
        }
        PngFile.Write(whole, levels, output);
    }

    /// <summary>How many images a grid of no more than a hundred million pixels has place for, at least one.</summary>
    public static int MostImages(Plane plane)
    {
        var cell = Cell(plane);
        var columns = (int)Math.Sqrt(MostPixels / ((cell.Height + 1.0) * (cell.Width + 1)));
        return Math.Max(1, columns * columns);
    }

    private static Plane Cell(Plane plane) => new(Scale * plane.Height + 1, Scale * plane.Width + 1);
}
