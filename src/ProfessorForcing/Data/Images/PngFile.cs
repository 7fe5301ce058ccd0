using ProfessorForcing.Kernels.Data;

using SkiaSharp;

namespace ProfessorForcing.Data.Images;

/// <summary>Reads and writes PNG images.</summary>
internal static class PngFile
{
    /// <summary>A PNG image.</summary>
    /// <param name="Plane">Its size.</param>
    /// <param name="Brightness">The pixels' brightness, 0 to 255.</param>
    /// <param name="IsThere">Whether a pixel is not wholly transparent.</param>
    public sealed record Image(Plane Plane, byte[] Brightness, bool[] IsThere);

    private const int LargestSide = 1000;

    /// <summary>Reads an image; of colours the brightness counts (ITU-R BT.601).</summary>
    /// <param name="path">The file.</param>
    /// <param name="background">The brightness behind transparent pixels.</param>
    /// <exception cref="InputDataException">It is missing, damaged, too large or no PNG image.</exception>
    public static Image Read(string path, byte background)
    {
        var bytes = DataFile.ReadBytes(path);
        if (!IsPng(bytes))
            throw new InputDataException($"'{path}' is no PNG image");
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new InputDataException($"'{path}' is a damaged PNG image");
        if (Math.Max(codec.Info.Width, codec.Info.Height) > LargestSide)
            throw new InputDataException($"'{path}' has {codec.Info.Height} × {codec.Info.Width} pixels; at most {LargestSide} × {LargestSide} can be read");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InputDataException($"'{path}' is a damaged or truncated PNG image");
        var colours = bitmap.Pixels;
        return new(
            new(info.Height, info.Width),
            Array.ConvertAll(colours, colour =>
            {
                var brightness = 0.299 * colour.Red + 0.587 * colour.Green + 0.114 * colour.Blue;
                return (byte)Math.Round(background + (brightness - background) * colour.Alpha / 255);
            }),
            Array.ConvertAll(colours, colour => colour.Alpha > 0));
    }

    /// <summary>Writes grey levels.</summary>
    public static void Write(Plane plane, byte[] levels, Stream output)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(plane.Width, plane.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var row = 0; row < plane.Height; row++)
            levels.AsSpan(row * plane.Width, plane.Width).CopyTo(bitmap.GetPixelSpan()[(row * bitmap.RowBytes)..]);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(output);
    }

    private static bool IsPng(byte[] bytes) => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];
}
