using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Images;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_and_labels_are_read_plain_and_packed_and_split()
    {
        MadeImages.WriteIdxFolder(_folder, "set");
        var domain = (ImageDomain)Options().Open(_folder.Locator);
        var (train, valid, test) = (domain.Open(Split.Train), domain.Open(Split.Valid), domain.Open(Split.Test));
        Assert.Equal((20, 10, 9), (train.Count, valid.Count, test.Count));
        Assert.Equal((20, 400L, false), (train.SequenceLength, train.ElementCount, train.IsContinuous));
        // Image 20, the first for validation, has its ink in row 2; level 128 is ink from a threshold of 128 on.
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1], valid.Images[0].ToArray());
        var labelled = domain.OpenLabelled();
        Assert.Equal((30, 9, 3), (labelled.Train.Images.Count, labelled.Test.Labels.Length, labelled.Classes));
        Assert.Equal([0, 1, 2, 0], labelled.Train.Labels[..4]);
    }

    [Fact]
    public void A_batch_has_an_image_in_each_row()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        MadeImages.WriteIdxFolder(_folder, "set");
        var train = ((ImageDomain)Options().Open(_folder.Locator)).Open(Split.Train);
        var batch = train.Read([1, 5], 100);
        Assert.Equal((2, 20, false), (batch.Rows, batch.Steps, batch.IsPadded));
        foreach (var (row, image) in new[] { (0, 1), (1, 5) })
            Assert.Equal(train.Images[image].ToArray().Select(pixel => (long)pixel), batch.Elements[row].data<long>().ToArray());
        Assert.NotEqual(train.Images[1].ToArray(), train.Images[5].ToArray());
        Assert.Equal([0L, 0, 0, 0, 1], train.Read([1], 5).Elements.data<long>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Read([20]));
    }

    [Fact]
    public void A_stochastic_binarization_follows_from_its_seed_and_from_the_levels()
    {
        _folder.Write("set/train-images-idx3-ubyte", MadeImages.Images(2000, (_, pixel) => (byte)(pixel switch { 0 => 0, 1 => 255, 2 => 51, _ => 128 })));
        _folder.Write("set/t10k-images-idx3-ubyte", MadeImages.Images(1, (_, _) => 0));
        byte[] Pixels(long seed) => ((ImageDomain)(Options() with { Binarization = Binarization.Stochastic, BinarizationSeed = seed }).Open(_folder.Locator)).Open(Split.Train).Images.Pixels;
        var pixels = Pixels(1);
        Assert.Equal(pixels, Pixels(1));
        Assert.NotEqual(pixels, Pixels(2));
        double Mean(int pixel) => Enumerable.Range(0, 1990).Average(image => pixels[image * 20 + pixel]);
        Assert.Equal((0, 1), (Mean(0), Mean(1)));
        Assert.Equal(0.2, Mean(2), 0.05);
        Assert.Equal(128.0 / 255, Mean(3), 0.05);
    }

    [Fact]
    public void All_files_are_of_the_first_folder_that_has_images()
    {
        // Plain ones below a later root do not go before packed ones below an earlier.
        using var later = new TemporaryFolder();
        MadeImages.WriteIdxFolder(_folder, "set");
        foreach (var name in new[] { "train-images-idx3-ubyte", "t10k-images-idx3-ubyte" })
        {
            File.Delete(Path.Combine(_folder.Path, "set", name));
            _folder.Write($"set/{name}.gz", MadeImages.Gzip(MadeImages.Images(12, (_, pixel) => (byte)(pixel % 2 * 255))));
            later.Write($"set/{name}", MadeImages.Images(15, (_, pixel) => (byte)(pixel % 2 * 255)));
        }
        File.Delete(Path.Combine(_folder.Path, "set", "train-labels-idx1-ubyte.gz"));
        File.Delete(Path.Combine(_folder.Path, "set", "t10k-labels-idx1-ubyte"));
        var locator = new DataLocator(_folder.Path, name => name == "PROFESSOR_DATA" ? later.Path : null);
        var domain = (ImageDomain)Options().Open(locator);
        Assert.Equal((2, 12), (domain.Open(Split.Train).Count, domain.Open(Split.Test).Count));
        Assert.Equal((5, 15), Options() with { Path = Path.Combine(later.Path, "set") } is var other && (ImageDomain)other.Open(locator) is var own ? (own.Open(Split.Train).Count, own.Open(Split.Test).Count) : default);
    }

    [Fact]
    public void Nothing_to_be_found_is_said_with_where_it_was_looked_for() =>
        Assert.StartsWith("data file 'set/train-images-idx3-ubyte.gz' not found in", Assert.Throws<InputDataException>(() => Options().Open(_folder.Locator)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("magic", "is no idx file of images: its magic number is 0x00000801 instead of 0x00000803")]
    [InlineData("short", "holds 599 bytes of data instead of 600 (30 × 5 × 4): it is truncated")]
    [InlineData("long", "holds 601 bytes of data instead of 600 (30 × 5 × 4)")]
    [InlineData("header", "is truncated: it has 10 bytes, fewer than the header of an idx file of images (16)")]
    [InlineData("negative", "dimension 2 is -5, a negative number")]
    [InlineData("empty", "its images have no pixels (0 × 4)")]
    [InlineData("none", "t10k-images-idx3-ubyte.gz' has no images")]
    [InlineData("huge", "holds 600 bytes of data instead of")]
    [InlineData("size", "has images of 5 × 4 pixels instead of 4 × 5 (data.height, data.width)")]
    [InlineData("few", "has 30 training images, no more than data.valid_count (30)")]
    [InlineData("labels", "has 29 labels for 30 images")]
    [InlineData("packed", "is truncated: its compressed content ends too early")]
    [InlineData("damaged", "is damaged")]
    [InlineData("missing", "set' has neither 't10k-images-idx3-ubyte' nor 't10k-images-idx3-ubyte.gz'")]
    public void What_is_wrong_with_a_file_is_named(string fault, string expected)
    {
        MadeImages.WriteIdxFolder(_folder, "set");
        var data = new byte[600];
        var packed = MadeImages.Gzip(MadeImages.Images(30, (image, pixel) => (byte)(image * 7 + pixel * 31)));
        var (file, content) = fault switch
        {
            "magic" => ("train-images-idx3-ubyte", MadeImages.Labels(30)),
            "short" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [30, 5, 4], data.AsSpan(1))),
            "long" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [30, 5, 4], new byte[601])),
            "header" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [30, 5, 4], data)[..10]),
            "negative" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [30, -5, 4], data)),
            "empty" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [30, 0, 4], [])),
            "huge" => ("train-images-idx3-ubyte", MadeImages.Idx(0x803, [int.MaxValue, int.MaxValue, int.MaxValue], data)),
            "none" => ("t10k-images-idx3-ubyte.gz", MadeImages.Gzip(MadeImages.Idx(0x803, [0, 5, 4], []))),
            "labels" => ("train-labels-idx1-ubyte", MadeImages.Labels(29)),
            "packed" => ("train-images-idx3-ubyte", packed[..^40]),
            "damaged" => ("train-images-idx3-ubyte", [.. packed[..30], .. new byte[40], .. packed[70..]]),
            _ => ("other", data),
        };
        _folder.Write($"set/{file}", content);
        if (fault == "missing")
            File.Delete(Path.Combine(_folder.Path, "set", "t10k-images-idx3-ubyte.gz"));
        var options = fault switch
        {
            "size" => Options() with { Height = 4, Width = 5 },
            "few" => Options() with { ValidCount = 30 },
            _ => Options(),
        };
        var exception = Assert.Throws<InputDataException>(() => options.Open(_folder.Locator));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static IdxOptions Options() => new()
    {
        Path = "set",
        Height = MadeImages.Plane.Height,
        Width = MadeImages.Plane.Width,
        SequenceLength = MadeImages.Plane.Count,
        ValidCount = 10,
        Binarization = Binarization.Threshold,
    };
}
