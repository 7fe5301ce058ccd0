using System.Globalization;
using System.Xml;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// One line of IAM-OnDB as the database publishes it: <c>&lt;WhiteboardCaptureSession&gt;</c> with a <c>&lt;StrokeSet&gt;</c> of
/// <c>&lt;Stroke&gt;</c> of <c>&lt;Point x= y= time=/&gt;</c>, whole numbers, y down. Times are not read.
/// </summary>
internal static class IamStrokesXml
{
    private const string Root = "WhiteboardCaptureSession";

    // What a file declares itself to be is nothing to look up elsewhere.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads the points; strokes without any leave no trace.</summary>
    /// <exception cref="InputDataException">The XML is malformed or something else, or a point lacks a number; the message names the line.</exception>
    public static PenPoint[] Read(byte[] bytes, string path)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
            reader.MoveToContent();
            if (reader.LocalName != Root)
                throw new InputDataException($"'{path}' is no recording of IAM-OnDB: its root is <{DataFile.Show(reader.LocalName)}> instead of <{Root}>");
            return Points(reader, path);
        }
        catch (XmlException malformed)
        {
            throw new InputDataException($"'{path}' is malformed XML: {DataFile.Show(malformed.Message, 200)}", malformed);
        }
    }

    private static PenPoint[] Points(XmlReader reader, string path)
    {
        var trace = new PenTrace();
        var isInStroke = false;
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Point" })
            {
                if (!isInStroke)
                    throw new InputDataException($"{Place(reader, path)}: a point is in no stroke");
                trace.Add(Number(reader, "x", path), -Number(reader, "y", path));
            }
            else if (reader.LocalName == "Stroke")
            {
                if (reader.NodeType == XmlNodeType.Element && isInStroke)
                    throw new InputDataException($"{Place(reader, path)}: a stroke is within another");
                isInStroke = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
                if (!isInStroke)
                    trace.Lift();
            }
        }
        return trace.Count > 0 ? trace.Points : throw new InputDataException($"'{path}' has no points");
    }

    private static int Number(XmlReader reader, string name, string path) =>
        int.TryParse(reader.GetAttribute(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && Math.Abs((long)number) <= PenTrace.LargestCoordinate
            ? number
            : throw new InputDataException($"{Place(reader, path)}: a point's {name} is '{DataFile.Show(reader.GetAttribute(name) ?? "")}', no whole number of a size up to {PenTrace.LargestCoordinate:N0}");

    private static string Place(XmlReader reader, string path) => $"'{path}', line {((IXmlLineInfo)reader).LineNumber}";
}
