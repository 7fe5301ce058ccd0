using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Tests.Data.Handwriting;

/// <summary>Letters as wedges: up and down again in three points, over the middle three quarters of a fixed room, so that everything about a line is known.</summary>
internal static class BlockWriting
{
    /// <summary>Points of a letter.</summary>
    public const int PointsOfLetter = 3;

    /// <summary>Lines of words with such letters.</summary>
    public static PenLine[] Corpus { get; } = [.. Enumerable.Range(0, 300).Select(i =>
    {
        string[] words = ["mimi", "nano", "minimum", "on", "animation", "i", "omni", "tonic"];
        var random = new RandomStream(1, $"line/{i}");
        return Write(string.Join(' ', Enumerable.Range(0, 2 + random.NextInt(4)).Select(_ => words[random.NextInt(words.Length)])), Width);
    })];

    /// <summary>Writes a line.</summary>
    /// <param name="text">What to write.</param>
    /// <param name="width">Room of each character.</param>
    /// <param name="height">Height of all letters.</param>
    /// <param name="slope">How the base line rises.</param>
    /// <param name="id">The line's name.</param>
    public static PenLine Write(string text, Func<char, double> width, double height = 10, double slope = 0, string id = "made")
    {
        var trace = new PenTrace();
        var left = 0.0;
        foreach (var character in text)
        {
            var right = left + width(character);
            if (character != ' ')
            {
                var inset = (right - left) / 8;
                trace.Add(left + inset, slope * left);
                trace.Add((left + right) / 2, slope * left + height);
                trace.Add(right - inset, slope * right);
                trace.Lift();
            }
            left = right;
        }
        return new(id, text, trace.Points);
    }

    /// <summary>Rooms of 8 for i, 24 for m, 12 for a space and 16 for all others.</summary>
    public static double Width(char character) => character switch { 'i' => 8, 'm' => 24, ' ' => 12, _ => 16 };

    /// <summary>Where the pen was after each point, from the place before the first.</summary>
    public static (double X, double Y)[] Positions(IEnumerable<PenPoint> points)
    {
        var (x, y) = (0.0, 0.0);
        return [.. points.Select(point => (x += point.Dx, y += point.Dy))];
    }
}
