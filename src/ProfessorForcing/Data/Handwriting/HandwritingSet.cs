using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Lines of handwriting, cut into pieces of T points; each piece is a sequence y, and its condition x is the text from the character that is
/// written at its first point to the end of the line. What is left at the end of a line is a shorter piece, unless it is a single point, which
/// nothing would follow.
/// </summary>
/// <remarks>
/// Rows that are read for a number of points go on into the rest of the line, then into the next lines of the same hand (those of its form, where forms are known),
/// and after the last of them into the first one again: as if each were written on at the end of the one before, a space apart and at the same height. So
/// such rows always have as many points as were asked for. Their texts are those of all lines they come to, to the end of the last one.
/// </remarks>
public sealed class HandwritingSet : ISequenceSet
{
    /// <summary>Fewest points of a line or a piece.</summary>
    public const int FewestPoints = 2;

    private readonly int _space;
    private readonly int[] _forms;
    private readonly int[][] _texts;
    private readonly Piece[] _pieces;
    private readonly LineJoints _joints;

    /// <summary>Cuts lines into pieces.</summary>
    /// <param name="lines">The lines, as networks see them (<see cref="StrokeNormalization"/>); each has two points or more, and a text.</param>
    /// <param name="alphabet">The characters of all texts.</param>
    /// <param name="widths">Find the character written at a point; learned from lines in the same unit.</param>
    /// <param name="sequenceLength">T, at least 2.</param>
    /// <param name="formOf">What a line is on, the independent unit (<see cref="UnitOf"/>). Null: each line is on a form of its own.</param>
    /// <param name="longestMove">The length to which the move from a line to the next is shortened, in the lines' unit.</param>
    /// <param name="isOneHand">Whether one hand wrote all lines, so that any follows any other; otherwise only those on the same form follow one another.</param>
    /// <exception cref="InputDataException">A line has fewer points, no text, or one with a character that is not of the alphabet.</exception>
    public HandwritingSet(
        IReadOnlyList<PenLine> lines, PenAlphabet alphabet, LetterWidths widths, int sequenceLength, Func<PenLine, string>? formOf = null, double longestMove = double.PositiveInfinity,
        bool isOneHand = false)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, FewestPoints);
        if (lines.FirstOrDefault(line => line.Points.Length < FewestPoints || line.Text.Length == 0) is { } poor)
            throw new InputDataException($"line '{poor.Id}' has {poor.Points.Length} points and a text of {poor.Text.Length} characters; at least {FewestPoints} points and one character are needed");
        (Lines, SequenceLength, _space) = (lines, sequenceLength, alphabet.Encode(" ")[0]);
        _texts = [.. lines.Select(line => alphabet.Encode(line.Text))];
        Ink[] inks = [.. lines.Select(line => new Ink(line))];
        _pieces = [.. lines.SelectMany((line, i) => Cut(i, line.Points.Length, widths.CharacterAt(line.Text, inks[i])))];
        _forms = Forms(lines, formOf ?? (line => line.Id));
        _joints = new(lines, inks, widths, isOneHand ? new int[lines.Count] : _forms, longestMove);
        ElementCount = _pieces.Sum(piece => (long)piece.Count);
    }

    /// <summary>The lines.</summary>
    public IReadOnlyList<PenLine> Lines { get; }

    /// <summary>The sequences with which lines begin, in the order of <see cref="Lines"/>.</summary>
    public IReadOnlyList<int> FirstPieces => [.. _pieces.Index().Where(piece => piece.Item.Start == 0).Select(piece => piece.Index)];

    /// <inheritdoc/>
    public int Count => _pieces.Length;

    /// <inheritdoc/>
    public int SequenceLength { get; }

    /// <inheritdoc/>
    public long ElementCount { get; }

    /// <inheritdoc/>
    public bool IsContinuous => false;

    /// <inheritdoc/>
    /// <remarks>The form: one hand wrote all of it, and pieces of it are alike.</remarks>
    public int UnitOf(int index) => _forms[_pieces[index].Line];

    /// <inheritdoc/>
    /// <remarks>Elements are float32 [N, T, 3]: dx, dy up, and whether the pen is lifted after the point. The text is always there.</remarks>
    public SequenceBatch Read(ReadOnlySpan<int> indices, int length = 0) => ReadRows(indices, length).ToBatch();

    /// <summary>As <see cref="Read"/>, without tensors.</summary>
    internal PenRows ReadRows(ReadOnlySpan<int> indices, int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Rows(indices, piece => length == 0 ? Alone(piece) : Joined(piece, length));
    }

    /// <summary>The points of a sequence.</summary>
    internal ReadOnlySpan<PenPoint> Points(int index)
    {
        var piece = _pieces[index];
        return Lines[piece.Line].Points.AsSpan(piece.Start, piece.Count);
    }

    private PenRows Rows(ReadOnlySpan<int> indices, Func<Piece, (PenPoint[] Points, int[] Text)> read)
    {
        var (points, texts) = (new PenPoint[indices.Length][], new int[indices.Length][]);
        for (var row = 0; row < indices.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[row], nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[row], Count, nameof(indices));
            (points[row], texts[row]) = read(_pieces[indices[row]]);
        }
        return new(points, texts);
    }

    private (PenPoint[] Points, int[] Text) Alone(Piece piece) =>
        (Lines[piece.Line].Points[piece.Start..(piece.Start + piece.Count)], _texts[piece.Line][piece.Character..]);

    private (PenPoint[] Points, int[] Text) Joined(Piece piece, int length)
    {
        var own = _texts[piece.Line].AsSpan(piece.Character);
        var points = new PenPoint[length];
        var text = new List<int>(own.Length);
        text.AddRange(own);
        var rest = Lines[piece.Line].Points.AsSpan(piece.Start);
        var count = Fill(points, 0, rest);
        for (var line = piece.Line; count < length;)
        {
            points[count++] = _joints.FirstAfter(line);
            line = _joints.After(line);
            text.Add(_space);
            text.AddRange(_texts[line]);
            count += Fill(points, count, Lines[line].Points.AsSpan(1));
        }
        return (points, [.. text]);
    }

    // The form of each line, numbered.
    private static int[] Forms(IReadOnlyList<PenLine> lines, Func<PenLine, string> formOf)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. lines.Select(formOf).Select(form => numbers.TryGetValue(form, out var number) ? number : numbers[form] = numbers.Count)];
    }

    // How many points there was room for.
    private static int Fill(PenPoint[] points, int from, ReadOnlySpan<PenPoint> source)
    {
        var count = Math.Min(source.Length, points.Length - from);
        source[..count].CopyTo(points.AsSpan(from));
        return count;
    }

    private IEnumerable<Piece> Cut(int line, int length, int[] places)
    {
        for (var start = 0; length - start >= FewestPoints; start += SequenceLength)
            yield return new(line, start, Math.Min(SequenceLength, length - start), start == 0 ? 0 : places[start]);
    }

    // Points of a line from one on, and the place in its text that they begin at.
    private readonly record struct Piece(int Line, int Start, int Count, int Character);
}
