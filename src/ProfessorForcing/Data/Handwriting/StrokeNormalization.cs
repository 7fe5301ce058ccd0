using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// What is done to the moves of a pen before a network sees them. First outliers: a move longer than <see cref="LongestMove"/> is shortened to it
/// and keeps its direction. Then scale: dx and dy are divided by one factor, <see cref="Scale"/>, the training lines' standard deviation of both,
/// √((var dx + var dy) / 2). With one factor letters keep their shape, so that a slant is the same angle and distances in x and y can be
/// compared; Graves (2013) divides each by its own deviation. Means are not subtracted: a pen that rests has a move of 0.
/// </summary>
/// <remarks>
/// The limit of 1,000 is chosen from the training lines of IAM-OnDB: drawn moves are shorter than 252 in 9,999 of 10,000 cases, and never longer
/// than 927; moves of the lifted pen are shorter than 691 in 99 of 100, and some of them, back to the dot of an i, are long for good reason. The
/// limit touches 234 of 3,298,424 points, all of them moves of the lifted pen, so that no ink changes its shape.
/// </remarks>
public sealed record StrokeNormalization
{
    /// <summary>The limit for IAM-OnDB, in its units.</summary>
    public const double UsualLongestMove = 1000;

    private StrokeNormalization(double scale, double longestMove) => (Scale, LongestMove) = (scale, longestMove);

    /// <summary>The factor, in units of the recording: positive.</summary>
    public double Scale { get; private init; }

    /// <summary>The length to which longer moves are shortened, in units of the recording: positive.</summary>
    public double LongestMove { get; }

    /// <summary>Learns the scale from training lines, after their outliers were shortened.</summary>
    /// <param name="lines">The lines, in units of the recording.</param>
    /// <param name="longestMove">The limit of a move's length, in the same unit.</param>
    /// <exception cref="InputDataException">All moves are equal, or there are none.</exception>
    public static StrokeNormalization Fit(IEnumerable<PenLine> lines, double longestMove = UsualLongestMove)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestMove);
        var unscaled = new StrokeNormalization(1, longestMove);
        double count = 0, x = 0, y = 0, squares = 0;
        foreach (var point in lines.SelectMany(line => line.Points))
        {
            var (dx, dy) = unscaled.Limit(point);
            (count, x, y, squares) = (count + 1, x + dx, y + dy, squares + dx * dx + dy * dy);
        }
        var scale = Math.Sqrt((squares - (x * x + y * y) / count) / (2 * count));
        return scale > 0 && double.IsFinite(scale)
            ? unscaled with { Scale = scale }
            : throw new InputDataException("the training lines have no two moves that differ, so that no scale can be learned from them");
    }

    /// <summary>Makes a normalisation from what <see cref="Describe"/> said.</summary>
    /// <exception cref="InputDataException">The description is malformed.</exception>
    public static StrokeNormalization Restore(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Number("scale") is { } scale && Number("longest_move") is { } longestMove
            ? new(scale, longestMove)
            : throw new InputDataException("the stored description of the strokes' normalisation lacks scale or longest_move, or one is no positive number");

        double? Number(string name) => description[name] is JsonValue value && value.TryGetValue<double>(out var number) && number > 0 && double.IsFinite(number) ? number : null;
    }

    /// <summary>What <see cref="Restore"/> needs.</summary>
    public JsonObject Describe() => new() { ["scale"] = Scale, ["longest_move"] = LongestMove };

    /// <summary>A line as a network sees it.</summary>
    /// <param name="line">In units of the recording.</param>
    public PenLine Apply(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line with
        {
            Points = Array.ConvertAll(line.Points, point =>
        {
            var (dx, dy) = Limit(point);
            return point with { Dx = (float)(dx / Scale), Dy = (float)(dy / Scale) };
        })
        };
    }

    /// <summary>A line in units of the recording. Moves that were shortened stay so.</summary>
    /// <param name="line">As a network sees it or makes it.</param>
    public PenLine Invert(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line with { Points = Array.ConvertAll(line.Points, point => point with { Dx = (float)(point.Dx * Scale), Dy = (float)(point.Dy * Scale) }) };
    }

    /// <summary>How many moves of a line, in units of the recording, are longer than <see cref="LongestMove"/>.</summary>
    public int CountOutliers(PenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Points.Count(point => Length(point) > LongestMove);
    }

    private static double Length(PenPoint point) => Math.Sqrt((double)point.Dx * point.Dx + (double)point.Dy * point.Dy);

    private (double Dx, double Dy) Limit(PenPoint point)
    {
        var factor = Length(point) is var length && length > LongestMove ? LongestMove / length : 1;
        return (point.Dx * factor, point.Dy * factor);
    }
}
