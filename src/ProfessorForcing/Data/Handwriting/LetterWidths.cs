namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// How wide characters are on average, learned from lines whose texts are known but not where in them which letter is written. The extent of a
/// line's ink is taken for the sum of its characters' widths: least squares over all lines, with a penalty that draws the widths of rare
/// characters to the mean. They tell which character the pen is at when it has come so and so far.
/// </summary>
public sealed class LetterWidths
{
    // Narrowest width, and prior standard deviation of widths, as shares of the mean.
    private const double Narrowest = 0.1;
    private const double Spread = 0.5;

    // How far from where the widths expect it the room between two words is looked for, in mean widths.
    private const double Reach = 2;

    private readonly Dictionary<char, double> _widths;

    private LetterWidths(Dictionary<char, double> widths, double mean) => (_widths, Mean, WordGap) = (widths, mean, mean);

    /// <summary>Mean width, also that of a character which no line had; in the unit of the lines, as all are.</summary>
    public double Mean { get; }

    /// <summary>
    /// Room between the ink of two words, the typical one: the median over all spaces of the widest gap near to where the widths expect the
    /// space, each as a multiple of its line's <see cref="ScaleOf(PenLine)"/>.
    /// </summary>
    public double WordGap { get; private init; }

    /// <summary>Width of a character, above 0.</summary>
    public double this[char character] => _widths.GetValueOrDefault(character, Mean);

    /// <summary>Learns.</summary>
    /// <param name="lines">Lines with their texts.</param>
    public static LetterWidths Fit(IReadOnlyList<PenLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Ink[] inks = [.. lines.Select(line => new Ink(line))];
        var (extent, length) = (inks.Sum(ink => ink.Extent), lines.Sum(line => (double)line.Text.Length));
        var mean = extent > 0 && length > 0 ? extent / length : 1;
        var widths = new LetterWidths(Widths(lines, inks, mean), mean);
        var gap = Ink.Median(lines.SelectMany((line, i) => widths.WordGaps(line, inks[i])));
        return double.IsNaN(gap) ? widths : new(widths._widths, mean) { WordGap = gap };
    }

    /// <summary>Which character is written at each point, as the place in the line's text; never a space, and never going back.</summary>
    /// <remarks>
    /// The share of the ink's extent that the pen has come is set against the share of the text's width, half of a space belonging to the
    /// letter before and half to the one after it. A pen that goes back, to dot an i or cross a t, does not go back in the text.
    /// </remarks>
    /// <param name="line">The line; its text has at least one character.</param>
    /// <returns>A place, from 0, for each point.</returns>
    public int[] CharacterAt(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentException.ThrowIfNullOrEmpty(line.Text);
        return CharacterAt(line.Text, new Ink(line));
    }

    internal int[] CharacterAt(string text, Ink ink)
    {
        var ends = Ends(text);
        var last = Math.Max(0, text.AsSpan().LastIndexOfAnyExcept(' '));
        var places = new int[ink.X.Length];
        var (place, right) = (Math.Max(0, text.AsSpan().IndexOfAnyExcept(' ')), ink.Left);
        for (var t = 0; t < places.Length; t++)
        {
            right = Math.Max(right, ink.X[t]);
            while (place < last && (right - ink.Left) * ends[^1] > ends[place] * ink.Extent)
                place++;
            places[t] = place;
        }
        return places;
    }

    /// <summary>How much wider a line is written than its text is expected to be: 1 for the typical hand. Between ½ and 2, so that a line of which little is known stays near.</summary>
    public double ScaleOf(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return ScaleOf(line.Text, new Ink(line));
    }

    internal double ScaleOf(string text, Ink ink) => Math.Clamp(ink.Extent / text.Sum(character => this[character]), 0.5, 2);

    private static Dictionary<char, double> Widths(IReadOnlyList<PenLine> lines, Ink[] inks, double mean)
    {
        char[] characters = [.. lines.SelectMany(line => line.Text).Distinct().Order()];
        var (products, right) = (new double[characters.Length, characters.Length], new double[characters.Length, 1]);
        var error = 0.0;
        for (var i = 0; i < lines.Count; i++)
        {
            // What is learned is how much wider than the mean each character is.
            var rest = inks[i].Extent - mean * lines[i].Text.Length;
            error += rest * rest;
            (int Place, int Count)[] counts = [.. lines[i].Text.CountBy(character => Array.BinarySearch(characters, character)).Select(pair => (pair.Key, pair.Value))];
            foreach (var (row, count) in counts)
            {
                right[row, 0] += count * rest;
                foreach (var (column, other) in counts)
                    products[row, column] += count * other;
            }
        }
        // Bayesian: the variance of what a line's extent has besides, over the prior variance of a width.
        var penalty = Math.Max(1, error / Math.Max(1, lines.Count) / (Spread * Spread * mean * mean));
        for (var i = 0; i < characters.Length; i++)
            products[i, i] += penalty;
        var wider = SymmetricSystem.Solve(products, right);
        return characters.Select((character, i) => (character, Math.Max(Narrowest * mean, mean + wider[i, 0]))).ToDictionary();
    }

    // Where each character ends, from the text's beginning. Spaces have no room of their own.
    private double[] Ends(string text)
    {
        var ends = new double[text.Length];
        var (end, pending) = (0.0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == ' ')
                continue;
            // Half of the spaces before this character belong to the one before them, if there is one.
            var spaces = (i - pending) * this[' '];
            var middle = pending == 0 ? end : end + (i == text.Length ? spaces : spaces / 2);
            ends.AsSpan(Math.Max(0, pending - 1)..i).Fill(middle);
            end += spaces;
            if (i < text.Length)
                ends[i] = end += this[text[i]];
            pending = i + 1;
        }
        return ends;
    }

    // The room between the words of a line as a multiple of its scale, for each space near to which there is some.
    private IEnumerable<double> WordGaps(PenLine line, Ink ink)
    {
        var (gaps, scale, ends) = (ink.Gaps(), ScaleOf(line.Text, ink), Ends(line.Text));
        for (var i = 1; i < line.Text.Length; i++)
        {
            if (line.Text[i] != ' ' || line.Text[i - 1] == ' ')
                continue;
            var middle = ink.Left + ends[i] / ends[^1] * ink.Extent;
            var near = gaps.Where(gap => Math.Abs((gap.From + gap.To) / 2 - middle) < Reach * scale * Mean).Select(gap => gap.To - gap.From).DefaultIfEmpty(0).Max();
            if (near > 0)
                yield return near / scale;
        }
    }
}
