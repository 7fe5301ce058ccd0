using static TorchSharp.torch;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Sequences of points with their texts in managed memory.</summary>
/// <param name="Points">The points of each of the N rows, at least one.</param>
/// <param name="Texts">The characters of each row, numbered, at least one.</param>
internal sealed record PenRows(IReadOnlyList<PenPoint[]> Points, IReadOnlyList<int[]> Texts)
{
    private const int Numbers = PenSpace.PointWidth;

    /// <summary>The rows as a batch, padded at the end with 0; its tensors are in the current dispose scope.</summary>
    public SequenceBatch ToBatch()
    {
        var (rows, steps, width) = (Points.Count, Points.Select(row => row.Length).DefaultIfEmpty().Max(), Texts.Select(text => text.Length).DefaultIfEmpty().Max());
        var (elements, characters) = (new float[rows * steps * Numbers], new long[rows * width]);
        for (var row = 0; row < rows; row++)
        {
            var (place, character) = (row * steps * Numbers, row * width);
            foreach (var point in Points[row])
            {
                (elements[place], elements[place + 1], elements[place + 2]) = (point.Dx, point.Dy, point.LiftsPen ? 1 : 0);
                place += Numbers;
            }
            foreach (var number in Texts[row])
                characters[character++] = number;
        }
        var text = new TextCondition(tensor(characters, [rows, width]), [.. Texts.Select(row => row.Length)]);      // [N, U]
        return new(tensor(elements, [rows, steps, Numbers]), [.. Points.Select(row => row.Length)], text);           // [N, T, 3]
    }
}
