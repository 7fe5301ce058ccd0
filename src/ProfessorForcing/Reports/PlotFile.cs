using System.Text;
using System.Text.RegularExpressions;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Storage;

using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>A picture as SVG or PNG, by the ending of its file's name.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="draw">Draws it; called once for each kind.</param>
internal sealed partial class PlotFile(int width, int height, Action<SKCanvas> draw)
{
    private const string Svg = ".svg";
    private const string Png = ".png";

    /// <summary>Checks a name before anything is drawn.</summary>
    /// <exception cref="ConfigurationException">The ending is not one of .svg and .png.</exception>
    public static void Validate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsA(path, Svg) && !IsA(path, Png))
            throw new ConfigurationException($"plot '{path}': its name must end with {Svg} or {Png}");
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="ConfigurationException">Another ending than .svg and .png.</exception>
    /// <exception cref="StorageWriteException">The file system refused; an old file is still there.</exception>
    public void Write(string path)
    {
        Validate(path);
        var content = IsA(path, Svg) ? Encoding.UTF8.GetBytes(ToSvg()) : ToPng();
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The picture as SVG; equal pictures give equal text.</summary>
    public string ToSvg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
            draw(canvas);
        var names = new Dictionary<string, string>();
        var svg = Encoding.UTF8.GetString(stream.ToArray())
            .Replace($"font-family=\"{InterFont.Name}\"", $"font-family=\"{InterFont.Name}, Helvetica, Arial, sans-serif\"", StringComparison.Ordinal)
            // Lists of coordinates end with a separator, which strict readers refuse.
            .Replace(", \"", "\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\n");
        // Numbered through all plots of the process.
        return ClipName().Replace(svg, match => names.TryGetValue(match.Value, out var name) ? name : names[match.Value] = $"clip{names.Count}");
    }

    /// <summary>The picture as PNG.</summary>
    public byte[] ToPng()
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    [GeneratedRegex(@"\bcl_[0-9a-f]+\b")]
    private static partial Regex ClipName();

    private static bool IsA(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
