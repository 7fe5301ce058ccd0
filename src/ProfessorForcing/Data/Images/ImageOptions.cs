using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;

namespace ProfessorForcing.Data.Images;

/// <summary>Images of one size, read pixel by pixel, row by row from the top left.</summary>
public abstract record ImageOptions : DataOptions, IValidatable
{
    /// <summary>The size of MNIST's images.</summary>
    private const int UsualSide = 28;

    private readonly int _givenLength;

    /// <summary>Length T: the pixels of an image. It follows from height and width, and another number is an error.</summary>
    [Option("Pixels of an image: rows times columns, and no other number.", Min = 2, Max = 1_000_000)]
    public override int SequenceLength
    {
        get => Plane.Count;
        init => _givenLength = value;
    }

    /// <summary>Rows.</summary>
    [Option("Rows of an image.", Min = 1, Max = 1000)]
    public int Height { get; init; } = UsualSide;

    /// <summary>Columns.</summary>
    [Option("Columns of an image.", Min = 1, Max = 1000)]
    public int Width { get; init; } = UsualSide;

    /// <summary>Whether the generator is told where it is.</summary>
    [Option("Tell the generator the row and column of the pixel that comes next (a condition x).")]
    public bool Coordinates { get; init; }

    /// <inheritdoc/>
    public override Plane Plane => new(Height, Width);

    /// <inheritdoc/>
    public override int MostSamples => ImageGrid.MostImages(Plane);

    /// <inheritdoc/>
    public override bool HasCondition => Coordinates;

    /// <inheritdoc/>
    public virtual void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (Plane.Count < 2)
            errors.Add($"{path}.height and {path}.width are {Height} and {Width}: an image has at least 2 pixels");
        if (_givenLength != 0 && _givenLength != Plane.Count)
            errors.Add($"{path}.sequence_length is {_givenLength}: images of {Height} × {Width} have {Plane.Count} pixels (data.height × data.width)");
    }

    /// <inheritdoc/>
    public override IDomain Restore(JsonObject description) => ImageDomain.Restore(description);
}
