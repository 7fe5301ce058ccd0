using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Images;

/// <summary>Binary images as text: an image a line, its pixels 0 or 1 with white space between them.</summary>
internal static class AmatFile
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InputDataException">A line has another number of pixels, or something else than 0 and 1; the message names the line.</exception>
    public static BinaryImages Read(ReadOnlySpan<byte> text, string path, Plane plane)
    {
        var pixels = new List<byte>(text.Length / 2);
        var (line, start) = (1, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '\n')
            {
                var count = pixels.Count - start;
                if (count != plane.Count && (count > 0 || i < text.Length))
                    throw new InputDataException($"'{path}', line {line}: {count} pixels instead of {plane.Count}{(i == text.Length ? " (truncated?)" : "")}");
                (line, start) = (line + 1, pixels.Count);
            }
            else if (text[i] is (byte)'0' or (byte)'1')
                pixels.Add((byte)(text[i] - '0'));
            else if (text[i] is not ((byte)' ' or (byte)'\r' or (byte)'\t'))
                throw new InputDataException($"'{path}', line {line}: a pixel is neither 0 nor 1 (byte {text[i]} at offset {i})");
        }
        return pixels.Count > 0 ? new(plane, [.. pixels]) : throw new InputDataException($"'{path}' has no images");
    }
}
