using System.Globalization;

using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Writes texts as pen strokes, with letters from Hershey fonts, so that there is handwriting to learn from without any recording.</summary>
/// <param name="fonts">The fonts, one of which is drawn for each form, or line written alone; at least one.</param>
public sealed class HersheyWriter(IReadOnlyList<HersheyFont> fonts)
{
    // How much of the base line's drift is still there at the next letter.
    private const double DriftPersistence = 0.9;

    // Gap, in the font's units, over which the pen goes from a stroke to the next without being lifted: so letters of a script are joined.
    private const double Joint = 2.5;

    // Standard deviations from letter to letter, of size and of distance.
    private const double Unevenness = 0.04;

    // Lines that follow one another on a form, in the same font and style, as one hand writes a page.
    private const int LinesOfForm = 8;

    /// <summary>The name of the corpus that is written where no other is named.</summary>
    internal const string UsualCorpus = "hershey";

    /// <summary>The fonts whose letters are single lines as a pen draws them.</summary>
    public static IReadOnlyList<string> UsualFonts { get; } = ["scripts", "cursive", "rowmans", "futural"];

    /// <summary>A writer with the usual fonts.</summary>
    /// <param name="folder">Where the fonts are.</param>
    /// <exception cref="InputDataException">A font is missing or malformed.</exception>
    public static HersheyWriter Open(string folder = HersheyFont.DebianFolder) => new([.. UsualFonts.Select(name => HersheyFont.Open(name, folder))]);

    /// <summary>Writes lines of common words; line i depends on the seed and i alone.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The lines <c>hershey-000000-0</c>, form by form (<see cref="FormOf"/>), in the units of IAM-OnDB.</returns>
    /// <exception cref="InputDataException">A font lacks a character.</exception>
    public IEnumerable<PenLine> WriteCorpus(int count, ulong seed) => WriteCorpus(count, seed, UsualCorpus);

    /// <summary>Writes another corpus: its name, the seed and i decide what line i is.</summary>
    /// <param name="count">How many lines.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="corpus">Its name, which the lines' names begin with.</param>
    /// <exception cref="InputDataException">A font lacks a character.</exception>
    internal IEnumerable<PenLine> WriteCorpus(int count, ulong seed, string corpus)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Enumerable.Range(0, count).Select(i =>
        {
            var (form, place) = (string.Create(CultureInfo.InvariantCulture, $"{corpus}-{i / LinesOfForm:D6}"), i % LinesOfForm);
            var (font, style) = DrawHand(new RandomStream(seed, form));
            var id = string.Create(CultureInfo.InvariantCulture, $"{form}-{place}");
            var random = new RandomStream(seed, id);
            return Write(id, WordLine.Draw(random), font, style, random);
        });
    }

    /// <summary>The form that a line of a corpus is on: eight follow one another there, written by one hand.</summary>
    internal static string FormOf(PenLine line) => line.Id[..line.Id.LastIndexOf('-')];

    /// <summary>Writes a line with a font and in a style that are drawn.</summary>
    /// <param name="id">What to call the line.</param>
    /// <param name="text">What to write.</param>
    /// <param name="random">All that is random comes from here.</param>
    /// <returns>The line, in the units of IAM-OnDB.</returns>
    /// <exception cref="InputDataException">The font lacks a character, or there is nothing to write.</exception>
    public PenLine Write(string id, string text, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (font, style) = DrawHand(random);
        return Write(id, text, font, style, random);
    }

    /// <summary>Writes a line.</summary>
    /// <param name="id">What to call the line.</param>
    /// <param name="text">What to write.</param>
    /// <param name="font">The letters.</param>
    /// <param name="style">How to write them.</param>
    /// <param name="random">Unsteadiness comes from here.</param>
    /// <returns>The line, in the units of IAM-OnDB.</returns>
    /// <exception cref="InputDataException">The font lacks a character, or there is nothing to write.</exception>
    public static PenLine Write(string id, string text, HersheyFont font, HersheyStyle style, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(font);
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(random);
        if (font.Missing(text) is { Count: > 0 } missing)
            throw new InputDataException($"the font '{font.Name}' lacks {string.Join(", ", missing.Select(Show))}, so it cannot write line '{id}'");
        var ways = Ways(text, font, style, random);
        if (ways.Count == 0)
            throw new InputDataException($"line '{id}' has nothing to write but spaces");
        var trace = new PenTrace();
        var hand = new PenHand(style, random, trace);
        for (var i = 0; i < ways.Count; i++)
            hand.Draw(ways[i], lifts: i == ways.Count - 1 || PenHand.Distance(ways[i][^1], ways[i + 1][0]) > Joint * style.Size);
        return new(id, text, trace.Points);
    }

    private (HersheyFont Font, HersheyStyle Style) DrawHand(RandomStream random) => (fonts[random.NextInt(fonts.Count)], HersheyStyle.Draw(random));

    private static double Uneven(RandomStream random) => 1 + Unevenness * Math.Clamp(random.NextGaussian(), -3, 3);

    private static string Show(char character) => char.IsControl(character) || char.IsSurrogate(character) ? $"U+{(int)character:X4}" : $"'{character}'";

    // The corners of all strokes, where they lie on the line.
    private static List<(double X, double Y)[]> Ways(string text, HersheyFont font, HersheyStyle style, RandomStream random)
    {
        var ways = new List<(double X, double Y)[]>();
        var (x, drift) = (0.0, 0.0);
        foreach (var character in text)
        {
            var glyph = font.Glyph(character);
            var size = style.Size * Uneven(random);
            drift = DriftPersistence * drift + style.Drift * random.NextGaussian();
            foreach (var stroke in glyph.Strokes)
                ways.Add(Array.ConvertAll(stroke, corner => Place(corner, size)));
            x += style.Size * glyph.Advance * style.Spacing * Uneven(random);
        }
        return ways;

        (double X, double Y) Place((int X, int Y) corner, double size)
        {
            var right = x + size * (corner.X + style.Slant * corner.Y);
            return (right, size * corner.Y + drift + style.Slope * right);
        }
    }
}
