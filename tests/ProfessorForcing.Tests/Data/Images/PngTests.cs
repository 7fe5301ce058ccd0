using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Data;

using SkiaSharp;

namespace ProfessorForcing.Tests.Data.Images;

public sealed class PngTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_images_is_split_in_an_order_that_follows_from_the_seed()
    {
        for (var i = 0; i < 20; i++)
            Draw($"set/{i % 2}/image{i}.png", 4, 5, (x, y) => x + 4 * y == i ? SKColors.White : SKColors.Black);
        File.WriteAllText(Path.Combine(_folder.Path, "set", "notes.txt"), "no image");
        // A run's samples are no data.
        Draw("set/runs/set/samples/step-00000010.png", 9, 9, (_, _) => SKColors.White);
        File.WriteAllText(Path.Combine(_folder.Path, "set", "runs", "set", "config.json"), "{}");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "set", "runs", "set", "checkpoints"));
        // A file of that name may be anybody's.
        File.WriteAllText(Path.Combine(_folder.Path, "set", "config.json"), "{}");
        var options = Options() with { ValidFraction = 0.3, TestFraction = 0.2 };
        var places = Places(options);
        Assert.Equal(Enumerable.Range(0, 20), places.SelectMany(part => part).Order());
        Assert.InRange(places[0].Length, 5, 15);
        Assert.Equal(places, Places(options));
        Assert.NotEqual(places, Places(options with { BinarizationSeed = 2 }));
        // One more moves no other.
        Draw("set/another.png", 4, 5, (_, _) => SKColors.White);
        Assert.All(places.Zip(Places(options)), pair => Assert.Empty(pair.First.Except(pair.Second)));
        File.Delete(Path.Combine(_folder.Path, "set", "another.png"));
        var inverted = ((ImageDomain)(options with { Inverted = true }).Open(_folder.Locator)).Open(Split.Train).Images;
        Assert.All(Enumerable.Range(0, inverted.Count), image => Assert.Equal(19, inverted[image].ToArray().Count(pixel => pixel == 1)));
        Assert.Throws<InputDataException>(() => ((ImageDomain)options.Open(_folder.Locator)).OpenLabelled());

        int[][] Places(PngOptions which)
        {
            var domain = (ImageDomain)which.Open(_folder.Locator);
            return [.. Enum.GetValues<Split>().Select(split => domain.Open(split).Images).Select(images => Enumerable.Range(0, images.Count).Select(image => images[image].IndexOf((byte)1)).ToArray())];
        }
    }

    [Fact]
    public void Transparent_pixels_are_background_whatever_ink_is()
    {
        for (var i = 0; i < 20; i++)
            Draw($"set/image{i}.png", 4, 5, (x, y) => x == 0 ? SKColors.Black : x == 1 ? SKColors.White : SKColors.Transparent);
        var options = Options() with { ValidFraction = 0.3, TestFraction = 0.2 };
        Assert.Equal([0, 1, 0, 0], ((ImageDomain)options.Open(_folder.Locator)).Open(Split.Train).Images[0][..4].ToArray());
        var inverted = (ImageDomain)(options with { Inverted = true }).Open(_folder.Locator);
        Assert.Equal([1, 0, 0, 0], inverted.Open(Split.Train).Images[0][..4].ToArray());
        // What was read is written alike, and read again.
        long[] image = [.. Enumerable.Range(0, 20).Select(i => (long)(i % 3 == 0 ? 1 : 0))];
        var path = Render(inverted, [image]);
        using (var bitmap = SKBitmap.Decode(path))
            Assert.Equal((0, 255), (bitmap.GetPixel(0, 0).Red, bitmap.GetPixel(1, 0).Red));
        Assert.Equal(image, inverted.ReadFile(path));
        Assert.Equal(image, ImageDomain.Restore(inverted.Describe()).ReadFile(path));
    }

    [Fact]
    public void Images_in_which_there_is_nothing_to_learn_are_refused()
    {
        for (var i = 0; i < 20; i++)
            Draw($"set/image{i}.png", 4, 5, (x, _) => x == 0 ? SKColors.Black : SKColors.Transparent);
        var exception = Assert.Throws<InputDataException>(() => (Options() with { ValidFraction = 0.3, TestFraction = 0.2 }).Open(_folder.Locator));
        Assert.Contains("all pixels of the training images are 0, so that there is nothing to learn", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_folder_is_named()
    {
        string Message(string path) => Assert.Throws<InputDataException>(() => (Options() with { Path = path }).Open(_folder.Locator)).Message;
        Assert.StartsWith("folder 'nowhere' not found", Message("nowhere"), StringComparison.Ordinal);
        Draw("few/a.png", 4, 5, (_, _) => SKColors.White);
        Assert.Contains("has 1 PNG images, of which none falls to the ", Message("few"), StringComparison.Ordinal);
        for (var i = 0; i < 60; i++)
            Draw($"odd/{i}.png", 4, 5, (x, _) => x == 0 ? SKColors.White : SKColors.Black);
        Draw("odd/c.png", 5, 5, (_, _) => SKColors.White);
        Assert.EndsWith("has 5 × 5 pixels instead of 5 × 4 (data.height, data.width)", Message("odd"), StringComparison.Ordinal);
        _folder.Write("odd/c.png", "text");
        Assert.EndsWith("is no PNG image", Message("odd"), StringComparison.Ordinal);
        var whole = File.ReadAllBytes(Path.Combine(_folder.Path, "odd", "1.png"));
        _folder.Write("odd/c.png", whole[..(whole.Length / 2)]);
        Assert.EndsWith("PNG image", Message("odd"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_image_is_written_as_it_is_and_read_back()
    {
        var domain = new ImageDomain(MadeImages.Plane);
        long[] image = [.. Enumerable.Range(0, 20).Select(i => (long)(i % 3 == 0 ? 1 : 0))];
        var path = Render(domain, [image]);
        Assert.Equal(image, domain.ReadFile(path));
    }

    [Fact]
    public void Several_images_are_written_as_a_grid_with_lines_between_them()
    {
        var (ink, empty) = (Enumerable.Repeat(1L, 20).ToArray(), new long[20]);
        using var bitmap = SKBitmap.Decode(Render(new ImageDomain(MadeImages.Plane), [ink, empty, ink]));
        Assert.Equal((19, 23), (bitmap.Width, bitmap.Height));
        byte At(int x, int y) => bitmap.GetPixel(x, y).Red;
        Assert.Equal((96, 255, 255, 96, 0, 96), (At(0, 0), At(1, 1), At(8, 10), At(9, 5), At(10, 5), At(18, 22)));
        Assert.Equal((255, 96), (At(1, 12), At(12, 14)));
    }

    [Fact]
    public void A_beginning_is_an_image_of_fewer_rows_or_one_with_transparent_pixels_at_its_end()
    {
        var domain = new ImageDomain(MadeImages.Plane, ink: new(Threshold: 60));
        Draw("grey.png", 4, 1, (x, _) => new SKColor((byte)(58 + x), (byte)(58 + x), (byte)(58 + x)));
        Assert.Equal([0L, 0, 1, 1], domain.ReadFile(Path.Combine(_folder.Path, "grey.png")));
        Draw("rows.png", 4, 2, (x, y) => x == y ? SKColors.White : SKColors.Black);
        Assert.Equal([1L, 0, 0, 0, 0, 1, 0, 0], domain.ReadFile(Path.Combine(_folder.Path, "rows.png")));
        Draw("clear.png", 4, 5, (x, y) => 4 * y + x < 6 ? SKColors.White : SKColors.Transparent);
        Assert.Equal([1L, 1, 1, 1, 1, 1], domain.ReadFile(Path.Combine(_folder.Path, "clear.png")));
        Draw("hole.png", 4, 5, (x, y) => 4 * y + x == 6 ? SKColors.Transparent : SKColors.White);
        Draw("wide.png", 5, 4, (_, _) => SKColors.White);
        Draw("high.png", 4, 6, (_, _) => SKColors.White);
        string Message(string name) => Assert.Throws<InputDataException>(() => domain.ReadFile(Path.Combine(_folder.Path, name))).Message;
        Assert.Contains("has pixels after a transparent one", Message("hole.png"), StringComparison.Ordinal);
        Assert.Contains("has 4 × 5 pixels; needed are 4 columns and at most 5 rows", Message("wide.png"), StringComparison.Ordinal);
        Assert.Contains("has 6 × 4 pixels; needed are 4 columns and at most 5 rows", Message("high.png"), StringComparison.Ordinal);
    }

    private static PngOptions Options() => new()
    {
        Path = "set",
        Height = MadeImages.Plane.Height,
        Width = MadeImages.Plane.Width,
        SequenceLength = MadeImages.Plane.Count,
        Binarization = Binarization.Threshold,
    };

    private string Render(ImageDomain domain, IReadOnlyList<long[]> samples)
    {
        using var stream = new MemoryStream();
        domain.Render(samples, stream);
        return _folder.Write("rendered.png", stream.ToArray());
    }

    private void Draw(string name, int width, int height, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, colour(x, y));
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        _folder.Write(name, data.ToArray());
    }
}
