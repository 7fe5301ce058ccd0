using System.Reflection;

using SkiaSharp;

namespace ProfessorForcing.Data.Images;

/// <summary>The font Inter, which the library brings, so that text in pictures is there and looks the same on every machine.</summary>
internal static class InterFont
{
    /// <summary>What it is called.</summary>
    public const string Name = "Inter";

    private const string ResourceName = "fonts/inter.dll";
    private const string FilePath = "/Assets/Inter-Regular.ttf";
    private const string Ellipsis = "…";

    private static readonly Lazy<SKTypeface> Shared = new(Open);

    /// <summary>Opens the font; the caller owns it.</summary>
    public static SKTypeface Open()
    {
        using var data = SKData.CreateCopy(Read());
        return SKTypeface.FromData(data);
    }

    /// <summary>The font in a size, with places between pixels.</summary>
    public static SKFont OfSize(double size) => new(Shared.Value, (float)size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    /// <summary>How wide a text is.</summary>
    public static double Measure(string text, double size)
    {
        using var font = OfSize(size);
        return font.MeasureText(text);
    }

    /// <summary>A text, its end replaced by an ellipsis if it is wider than a limit; empty if not even that fits.</summary>
    public static string Shorten(string text, double size, double width)
    {
        using var font = OfSize(size);
        if (font.MeasureText(text) <= width)
            return text;
        var length = font.BreakText(text, (float)Math.Max(0, width - font.MeasureText(Ellipsis)));
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return length > 0 ? text[..length].TrimEnd() + Ellipsis : "";
    }

    // An assembly whose resource is an index of files and, after it, the files:
    // length of the index, its version, count, and for each file path, offset and size.
    private static byte[] Read()
    {
        using var assembly = typeof(InterFont).Assembly.GetManifestResourceStream(ResourceName)!;
        var bytes = new byte[assembly.Length];
        assembly.ReadExactly(bytes);
        using var files = new BinaryReader(Assembly.Load(bytes).GetManifestResourceStream("!AvaloniaResources")!);
        var start = sizeof(int) + files.ReadInt32();
        _ = files.ReadInt32();
        for (var left = files.ReadInt32(); left > 0; left--)
        {
            var (path, offset, size) = (files.ReadString(), files.ReadInt32(), files.ReadInt32());
            if (path == FilePath)
            {
                files.BaseStream.Position = start + offset;
                return files.ReadBytes(size);
            }
        }
        throw new InvalidOperationException($"the embedded {ResourceName} has no {FilePath}");
    }
}
