using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>Binary images with eight pixels in a byte, the first in its highest bit; each image begins with a new byte.</summary>
internal static class PackedBits
{
    /// <summary>Unpacks.</summary>
    /// <exception cref="InputDataException">There is no whole number of images.</exception>
    public static BinaryImages Read(ReadOnlySpan<byte> bytes, string path, Plane plane)
    {
        var size = (plane.Count + 7) / 8;
        if (bytes.Length == 0 || bytes.Length % size != 0)
            throw new InputDataException($"'{path}' has {bytes.Length:N0} bytes, which are no whole number of images of {plane.Height} × {plane.Width} bits ({size} bytes each)");
        var pixels = new byte[bytes.Length / size * plane.Count];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, pixel) = Math.DivRem(i, plane.Count);
            pixels[i] = (byte)(bytes[image * size + pixel / 8] >> (7 - pixel % 8) & 1);
        }
        return new(plane, pixels);
    }
}
