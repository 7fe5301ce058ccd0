using System.Security.Cryptography;
using System.Text;

using CsCheck;

using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Images;

public sealed class BinarizedMnistTests
{
    [Fact]
    public void The_packed_files_are_the_original_text_files()
    {
        var domain = (ImageDomain)new BinarizedMnistOptions().Open(RealData.With("binarized-mnist/binarized_mnist_train.bits.gz"));
        Assert.Equal((50_000, 10_000, 10_000), (domain.Open(Split.Train).Count, domain.Open(Split.Valid).Count, domain.Open(Split.Test).Count));
        Assert.Equal(5_118_041, domain.Open(Split.Train).Images.Pixels.Sum(pixel => pixel));
        Assert.Equal("1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2", Convert.ToHexStringLower(SHA256.HashData(Text(domain.Open(Split.Valid).Images))));
        Assert.Equal("e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c", Convert.ToHexStringLower(SHA256.HashData(Text(domain.Open(Split.Test).Images))));
    }

    [Fact]
    public void The_text_files_are_read_where_there_are_no_packed_ones()
    {
        var domain = (ImageDomain)new BinarizedMnistOptions().Open(RealData.With("binarized-mnist/binarized_mnist_train.bits.gz"));
        using var folder = new TemporaryFolder();
        foreach (var split in Enum.GetValues<Split>())
            folder.Write($"binarized-mnist/binarized_mnist_{split.ToString().ToLowerInvariant()}.amat", Text(domain.Open(split).Images));
        var read = (ImageDomain)new BinarizedMnistOptions().Open(folder.Locator);
        Assert.All(Enum.GetValues<Split>(), split => Assert.Equal(domain.Open(split).Images.Pixels, read.Open(split).Images.Pixels));
    }

    [Fact]
    public void A_file_that_is_missing_or_another_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("neither 'binarized-mnist/binarized_mnist_train.bits.gz' nor the original 'binarized-mnist/binarized_mnist_train.amat' found", Message(), StringComparison.Ordinal);
        var text = folder.Write("binarized-mnist/binarized_mnist_train.amat", string.Join(' ', Enumerable.Repeat("0", 784)) + "\n0 1\n");
        Assert.Contains("line 2: 2 pixels instead of 784", Message(), StringComparison.Ordinal);
        File.WriteAllText(text, string.Join(' ', Enumerable.Repeat("0", 784)) + "\n");
        Assert.Contains("is not the published file: it has 1,568 bytes instead of 78,400,000", Message(), StringComparison.Ordinal);
        folder.Write("binarized-mnist/binarized_mnist_train.bits.gz", [1, 2, 3]);
        Assert.Contains("is not the published file: it has 3 bytes instead of 1,637,321 (truncated?)", Message(), StringComparison.Ordinal);
        string Message() => Assert.Throws<InputDataException>(() => new BinarizedMnistOptions().Open(folder.Locator)).Message;
    }

    [Fact]
    public void Digits_with_labels_are_the_published_ones_or_refused()
    {
        var real = RealData.With("mnist/train-images-idx3-ubyte.gz");
        var labelled = ((ImageDomain)new BinarizedMnistOptions().Open(real)).OpenLabelled();
        Assert.Equal((60_000, 10_000, 10), (labelled.Train.Images.Count, labelled.Test.Images.Count, labelled.Classes));
        // The same names and sizes, but other pictures.
        using var folder = new TemporaryFolder();
        foreach (var (name, count) in new[] { ("train", 60_000), ("t10k", 10_000) })
        {
            folder.Write($"mnist/{name}-images-idx3-ubyte", MadeImages.Idx(0x803, [count, 28, 28], new byte[count * 784]));
            folder.Write($"mnist/{name}-labels-idx1-ubyte", MadeImages.Labels(count));
        }
        var others = (ImageDomain)new BinarizedMnistOptions().Open(new DataLocator(folder.Path, name => name == "PROFESSOR_DATA" ? real.Roots[0] : null));
        Assert.Contains("train-images-idx3-ubyte' does not hold what was published: its SHA-256 is", Assert.Throws<InputDataException>(others.OpenLabelled).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_read_back_as_it_was_written() =>
        Gen.Byte[0, 1].Array[20].Array[1, 5].Sample(images =>
        {
            var pixels = images.SelectMany(image => image).ToArray();
            Assert.Equal(pixels, AmatFile.Read(Text(new(MadeImages.Plane, pixels)), "made", MadeImages.Plane).Pixels);
            Assert.Equal(pixels, PackedBits.Read(Pack(images), "made", MadeImages.Plane).Pixels);
        });

    [Theory]
    [InlineData("0 1 0 2\n", "'made', line 1: a pixel is neither 0 nor 1 (byte 50 at offset 6)")]
    [InlineData("0 1 0 1\n0 1 1\n", "'made', line 2: 3 pixels instead of 4")]
    [InlineData("0 1 0 1\n\n", "'made', line 2: 0 pixels instead of 4")]
    [InlineData("0 1 0 1\n0 1", "'made', line 2: 2 pixels instead of 4 (truncated?)")]
    [InlineData("", "'made' has no images")]
    public void What_is_wrong_with_a_text_is_named_with_its_line(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<InputDataException>(() => AmatFile.Read(Encoding.ASCII.GetBytes(text), "made", new(2, 2))).Message);

    [Fact]
    public void Half_an_image_of_bits_is_refused() =>
        Assert.Equal(
            "'made' has 4 bytes, which are no whole number of images of 5 × 4 bits (3 bytes each)",
            Assert.Throws<InputDataException>(() => PackedBits.Read(new byte[4], "made", MadeImages.Plane)).Message);

    private static byte[] Text(BinaryImages images)
    {
        var text = new byte[2 * images.Pixels.Length];
        for (var i = 0; i < images.Pixels.Length; i++)
        {
            text[2 * i] = (byte)('0' + images.Pixels[i]);
            text[2 * i + 1] = (byte)((i + 1) % images.Plane.Count == 0 ? '\n' : ' ');
        }
        return text;
    }

    private static byte[] Pack(byte[][] images) => [.. images.SelectMany(image =>
    {
        var bytes = new byte[(image.Length + 7) / 8];
        for (var i = 0; i < image.Length; i++)
            bytes[i / 8] |= (byte)(image[i] << 7 - i % 8);
        return bytes;
    })];
}
