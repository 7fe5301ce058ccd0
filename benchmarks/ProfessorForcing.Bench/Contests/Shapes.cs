using System.Globalization;

namespace ProfessorForcing.Bench.Contests;

/// <summary>Sizes as text, <c>KIND/SIZE/SIZE/…</c>, for another process.</summary>
public static class Shapes
{
    /// <summary>The text of a size.</summary>
    public static string Format(IShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return string.Join('/', [shape.Kind, .. shape.Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The size that a text stands for.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    public static IShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        var sizes = parts[1..].Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], sizes) switch
        {
            (StepShape.Name, [var rows, var steps, var symbols, var embedding, var hidden, var discriminator]) =>
                new StepShape(rows, steps, symbols, embedding, hidden, discriminator),
            (LikelihoodShape.Name, [var rows, var steps, var hidden, var symbols]) => new LikelihoodShape(rows, steps, hidden, symbols),
            _ => throw new FormatException($"'{text}' is not a size"),
        };
    }
}
