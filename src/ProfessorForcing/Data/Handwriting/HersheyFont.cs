using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// A vector font of A. V. Hershey in the .jhf format: each glyph has a number of 5 characters, a count of coordinate pairs of 3, then the pairs,
/// each coordinate a character counted from R; the first pair is the left and the right edge, and " R" lifts the pen. Long glyphs go on in the
/// next line. The glyphs are those of the ASCII characters from the space on, in their order.
/// </summary>
public sealed class HersheyFont
{
    /// <summary>Where Debian's package <c>hershey-fonts-data</c> puts the fonts.</summary>
    public const string DebianFolder = "/usr/share/hershey-fonts";

    private const string Extension = ".jhf";
    private const char First = ' ';
    private const char Last = '~';

    private readonly IReadOnlyList<HersheyGlyph> _glyphs;

    private HersheyFont(string name, IReadOnlyList<HersheyGlyph> glyphs) => (Name, _glyphs) = (name, glyphs);

    /// <summary>The file's name without ending, such as <c>scripts</c>.</summary>
    public string Name { get; }

    /// <summary>Opens a font by its name.</summary>
    /// <param name="name">Such as <c>scripts</c>, <c>cursive</c> or <c>rowmans</c>.</param>
    /// <param name="folder">Where the fonts are.</param>
    /// <exception cref="InputDataException">There is no such font, or it is malformed.</exception>
    public static HersheyFont Open(string name, string folder = DebianFolder)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Directory.Exists(folder))
            throw new InputDataException($"folder '{folder}' of the Hershey fonts does not exist: install Debian's package hershey-fonts-data");
        string[] names = [.. DataFile.List(folder, Extension, isDeep: false).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        return names.Contains(name)
            ? Read(Path.Combine(folder, name + Extension))
            : throw new InputDataException($"'{folder}' has no font '{name}'; it has {(names.Length > 0 ? string.Join(", ", names) : "none (they are in Debian's package hershey-fonts-data)")}");
    }

    /// <summary>Reads a font's file.</summary>
    /// <exception cref="InputDataException">It is missing or malformed; the message names the line.</exception>
    public static HersheyFont Read(string path) => Parse(DataFile.ReadBytes(path), path);

    /// <summary>Whether the font can write a character; the space is one.</summary>
    public bool Has(char character) => character == First || GlyphOrNull(character) is { Strokes.Count: > 0 };

    /// <summary>The characters of a text that the font cannot write, each once.</summary>
    public IReadOnlyList<char> Missing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Distinct().Where(character => !Has(character))];
    }

    internal static HersheyFont Parse(ReadOnlySpan<byte> bytes, string path) => new(Path.GetFileNameWithoutExtension(path), JhfFile.Read(bytes, path));

    /// <summary>A character that the font has.</summary>
    internal HersheyGlyph Glyph(char character) => GlyphOrNull(character) ?? throw new ArgumentOutOfRangeException(nameof(character));

    private HersheyGlyph? GlyphOrNull(char character) => character is >= First and <= Last && character - First < _glyphs.Count ? _glyphs[character - First] : null;
}
