using System.Xml;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Handwriting as SVG: every <c>&lt;path&gt;</c> and <c>&lt;polyline&gt;</c> in the file's order, a stroke for each piece that is drawn without
/// lifting the pen. Other shapes are not ink, and what is only defined (<c>&lt;defs&gt;</c>, <c>&lt;clipPath&gt;</c>, …) is not drawn. Curves become
/// chains of straight moves.
/// </summary>
public static class SvgStrokes
{
    private static readonly string[] Undrawn = ["defs", "clipPath", "mask", "symbol", "pattern", "marker"];

    // Many files name the DTD of SVG 1.1, which is not needed and never looked up.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is written there.</param>
    /// <param name="tolerance">How far moves may be from a curve, in the file's unit; null: a small part of the curve's own size, whatever the unit.</param>
    /// <returns>A line that is called as the file is, in the file's own unit, with y up.</returns>
    /// <exception cref="InputDataException">It is missing or malformed, has no strokes, or a transform; the message names the path.</exception>
    public static PenLine Read(string path, string text, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(DataFile.ReadBytes(path), path, text, tolerance);
    }

    internal static PenLine Parse(byte[] svg, string path, string text, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (tolerance is { } given)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(tolerance));
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(svg), Settings);
            reader.MoveToContent();
            if (reader.LocalName != "svg")
                throw new InputDataException($"'{path}' is no SVG file: its root is <{DataFile.Show(reader.LocalName)}>");
            var trace = new PenTrace();
            ReadShapes(reader, path, trace, tolerance);
            return trace.Count > 0
                ? new(Path.GetFileNameWithoutExtension(path), text, trace.Points)
                : throw new InputDataException($"'{path}' has no paths or polylines that draw anything");
        }
        catch (XmlException malformed)
        {
            throw new InputDataException($"'{path}' is malformed XML: {DataFile.Show(malformed.Message, 200)}", malformed);
        }
    }

    private static void ReadShapes(XmlReader reader, string path, PenTrace trace, double? tolerance)
    {
        var (paths, polylines) = (0, 0);
        // The outermost element that is moved or not drawn, with all within it.
        int? transformed = null, undrawn = null;
        do
        {
            if (transformed >= reader.Depth)
                transformed = null;
            if (undrawn >= reader.Depth)
                undrawn = null;
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (IsTransformed(reader))
                transformed ??= reader.Depth;
            if (Undrawn.Contains(reader.LocalName))
                undrawn ??= reader.Depth;
            if (reader.LocalName is not ("path" or "polyline") || undrawn is not null)
                continue;
            var (isPath, place) = reader.LocalName == "path" ? (true, $"'{path}', path {++paths}") : (false, $"'{path}', polyline {++polylines}");
            if (transformed is not null)
                throw new InputDataException($"{place}: it has a transform, of its own or of a group, which cannot be read; apply it in the drawing program first");
            var name = isPath ? "d" : "points";
            var data = reader.GetAttribute(name) ?? throw new InputDataException($"{place}: it has no attribute {name}");
            var way = new SvgWay(data, $"{place}, {name}", trace, tolerance);
            if (isPath)
                way.DrawPath();
            else
                way.DrawPolyline();
        }
        while (reader.Read());
    }

    private static bool IsTransformed(XmlReader reader) =>
        reader.GetAttribute("transform") is { } transform && transform.Trim() is not ("" or "none")
        || reader.GetAttribute("style")?.Contains("transform:", StringComparison.Ordinal) is true;
}
