using System.Buffers.Binary;

using SkiaSharp;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Images of lines, as files.</summary>
internal static class MadeUpImages
{
    /// <summary>Writes a folder of idx files: a horizontal line is of class 1, a vertical one of class 0.</summary>
    public static void WriteSet(string folder, int side, int train, int test)
    {
        Directory.CreateDirectory(folder);
        WriteSplit(Path.Combine(folder, "train"), side, train);
        WriteSplit(Path.Combine(folder, "t10k"), side, test);
    }

    /// <summary>Writes a PNG image: a white diagonal, or its beginning.</summary>
    public static void WriteDiagonal(string path, int width, int rows)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, rows, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, x == y ? SKColors.White : SKColors.Black);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data.ToArray());
    }

    private static void WriteSplit(string path, int side, int count)
    {
        var images = new byte[16 + count * side * side];
        var labels = new byte[8 + count];
        WriteHeader(images, 0x803, count, side, side);
        WriteHeader(labels, 0x801, count);
        for (var image = 0; image < count; image++)
        {
            labels[8 + image] = (byte)(image % 2);
            for (var i = 0; i < side; i++)
                images[16 + image * side * side + (image % 2 == 0 ? i * side + image % side : image % side * side + i)] = 255;
        }
        File.WriteAllBytes($"{path}-images-idx3-ubyte", images);
        File.WriteAllBytes($"{path}-labels-idx1-ubyte", labels);
    }

    private static void WriteHeader(byte[] file, params int[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
    }
}
