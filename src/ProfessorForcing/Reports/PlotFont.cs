extern alias plots;

using System.Reflection;

using plots::ScottPlot;

using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>
/// The font of plots, Inter, which the library brings, so that text is there and looks the same on every machine.
/// </summary>
internal static class PlotFont
{
    /// <summary>The name under which plots ask for it.</summary>
    public const string Name = "Inter";

    private const string ResourceName = "fonts/inter.dll";
    private const string FilePath = "/Assets/Inter-Regular.ttf";

    /// <summary>Makes the font known, once.</summary>
    static PlotFont() => Fonts.FontResolvers.Insert(0, new Resolver());

    /// <summary>Sets all text of a plot in the font.</summary>
    public static void Apply(Plot plot) => plot.Font.Set(Name);

    // An assembly whose resource is an index of files and, after it, the files:
    // length of the index, its version, count, and for each file path, offset and size.
    private static byte[] Read()
    {
        using var assembly = typeof(PlotFont).Assembly.GetManifestResourceStream(ResourceName)!;
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

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? SKTypeface.FromData(SKData.CreateCopy(Read())) : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
