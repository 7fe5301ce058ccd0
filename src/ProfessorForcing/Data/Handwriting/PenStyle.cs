using ProfessorForcing.Configuration;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>How handwriting is shown on a page; lengths are in pixels.</summary>
public sealed record PenStyle : IValidatable
{
    /// <summary>Width of a stroke.</summary>
    [Option("Width of a stroke, in pixels.", Min = 0, MinExclusive = true, Max = 100)]
    public double StrokeWidth { get; init; } = 1.8;

    /// <summary>Colour of the ink.</summary>
    [Option("Colour of the ink: a CSS name or #rrggbb.")]
    public string Colour { get; init; } = "#1b2a4a";

    /// <summary>Colour of the paper; null for none.</summary>
    [Option("Colour of the paper, likewise; null for none.")]
    public string? Background { get; init; } = "white";

    /// <summary>Height of the ink of the highest line; all lines have its scale.</summary>
    [Option("Height of the highest line's ink, in pixels; the other lines have its scale.", Min = 1, Max = 10_000)]
    public double LineHeight { get; init; } = 80;

    /// <summary>Distance between a line's ink and what stands below it.</summary>
    [Option("Distance between a line's ink and what stands below it, in pixels.", Min = 0, Max = 10_000)]
    public double LineGap { get; init; } = 20;

    /// <summary>Largest width of the page, its margins among it: if a line would be wider, all lines are made smaller.</summary>
    [Option("Largest width of the page, in pixels: if a line would be wider, all are made smaller.", Min = 10, Max = 100_000)]
    public double MaximalWidth { get; init; } = 900;

    /// <summary>Free space on all four sides.</summary>
    [Option("Free space on all four sides, in pixels.", Min = 0, Max = 10_000)]
    public double Margin { get; init; } = 20;

    /// <summary>Whether a line's text stands above it, if it has one.</summary>
    [Option("Write each line's text above it.")]
    public bool HasCaptions { get; init; } = true;

    /// <summary>Size of the captions' letters.</summary>
    [Option("Size of the captions' letters, in pixels.", Min = 1, Max = 1000)]
    public double CaptionSize { get; init; } = 12;

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (PenColour.Find(Colour) is null)
            errors.Add($"{OptionNames.Join(path, "colour")}: '{Colour}' is not {PenColour.Allowed}");
        if (Background is not null && PenColour.Find(Background) is null)
            errors.Add($"{OptionNames.Join(path, "background")}: '{Background}' is not {PenColour.Allowed}, nor null for none");
        if (2 * (Margin + StrokeWidth) >= MaximalWidth)
            errors.Add(FormattableString.Invariant($"{OptionNames.Join(path, "maximal_width")}: {MaximalWidth} leaves no room between margins of {Margin} and for strokes of {StrokeWidth}"));
    }

    /// <summary>Checks everything, also the bounds of the numbers.</summary>
    /// <exception cref="ConfigurationException">With one line for each broken rule, which names the property and what is allowed.</exception>
    public void Validate()
    {
        var errors = OptionProperty.Of(typeof(PenStyle))
            .Where(property => property.Property.GetValue(this) is double value && !(double.IsFinite(value) && OptionRange.Contains(property.Option, value)))
            .Select(property => FormattableString.Invariant($"{property.Key}: {property.Property.GetValue(this)} is not {ValueReader.Describe(property.Type, property.Option)}"))
            .ToList();
        Validate("", errors);
        if (errors.Count > 0)
            throw new ConfigurationException(errors);
    }
}
