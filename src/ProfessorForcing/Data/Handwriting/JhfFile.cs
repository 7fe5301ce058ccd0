using System.Globalization;
using System.Text;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Reads all glyphs of a .jhf file; see <see cref="HersheyFont"/>.</summary>
internal ref struct JhfFile
{
    private const int Origin = 'R';

    // Hershey's coordinates count down from the middle of a capital letter.
    private const int BaseLine = 9;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private int _position;
    private int _line = 1;

    private JhfFile(ReadOnlySpan<byte> bytes, string path)
    {
        _bytes = bytes;
        _path = path;
    }

    /// <summary>Reads.</summary>
    /// <exception cref="InputDataException">The file is malformed or truncated, or has no glyphs.</exception>
    public static IReadOnlyList<HersheyGlyph> Read(ReadOnlySpan<byte> bytes, string path)
    {
        var file = new JhfFile(bytes, path);
        var glyphs = new List<HersheyGlyph>();
        while (file.SkipLineEnds())
            glyphs.Add(file.Glyph());
        return glyphs.Count > 0 ? glyphs : throw new InputDataException($"'{path}' has no glyphs");
    }

    private HersheyGlyph Glyph()
    {
        var place = $"'{_path}', line {_line}";
        Number(5, "number", place);
        var count = Number(3, "count of coordinate pairs", place);
        if (count == 0)
            throw new InputDataException($"{place}: a glyph has no coordinate pairs; the first are its edges");
        var (left, right) = Pair(place);
        if (right < left)
            throw new InputDataException($"{place}: a glyph's right edge ({right}) is left of its left edge ({left})");
        var strokes = new List<(int, int)[]>();
        var stroke = new List<(int, int)>();
        for (var i = 1; i <= count; i++)
        {
            // " R" is the one pair that is no position.
            var (x, y) = i < count ? Pair(place) : (' ' - Origin, 0);
            if ((x, y) != (' ' - Origin, 0))
                stroke.Add((x - left, BaseLine - y));
            else if (stroke.Count > 0)
            {
                strokes.Add([.. stroke]);
                stroke.Clear();
            }
        }
        return new(right - left, strokes);
    }

    private int Number(int width, string what, string place)
    {
        if (_position + width > _bytes.Length)
            throw new InputDataException($"{place}: the file ends within a glyph's {what}: it is truncated");
        var text = Encoding.Latin1.GetString(_bytes.Slice(_position, width));
        _position += width;
        return int.TryParse(text, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number) && !text.AsSpan().ContainsAny('\n', '\r')
            ? number
            : throw new InputDataException($"{place}: a glyph's {what} is '{DataFile.Show(text)}', no number in {width} characters");
    }

    private (int X, int Y) Pair(string place) => (Coordinate(place), Coordinate(place));

    private int Coordinate(string place)
    {
        if (!SkipLineEnds())
            throw new InputDataException($"{place}: the file ends within a glyph: it is truncated");
        var coordinate = _bytes[_position++];
        return coordinate is >= (byte)' ' and <= (byte)'~'
            ? coordinate - Origin
            : throw new InputDataException($"{place}: byte 0x{coordinate:X2} is no coordinate");
    }

    // Whether anything follows.
    private bool SkipLineEnds()
    {
        for (; _position < _bytes.Length && _bytes[_position] is (byte)'\n' or (byte)'\r'; _position++)
            _line += _bytes[_position] == '\n' ? 1 : 0;
        return _position < _bytes.Length;
    }
}
