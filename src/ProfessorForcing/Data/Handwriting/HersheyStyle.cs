using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// How a writer writes. Lengths are in the units of IAM-OnDB, where small letters are about 150 high and the pen moves about 20 between two
/// points, so that lines from fonts and recorded ones are of a size.
/// </summary>
public sealed record HersheyStyle
{
    /// <summary>Units for one of the font's; a small letter has 14 of those.</summary>
    public double Size { get; init; } = 10.5;

    /// <summary>How far letters lean to the right: the tangent of the angle to the vertical.</summary>
    public double Slant { get; init; }

    /// <summary>Mean distance between two points of a long stroke; the pen is slower where strokes begin and end.</summary>
    public double Speed { get; init; } = 20;

    /// <summary>How far the hand strays from the letter's form: standard deviation.</summary>
    public double Jitter { get; init; } = 3;

    /// <summary>How far the base line moves from a letter to the next: standard deviation. It comes back to its height by and by.</summary>
    public double Drift { get; init; } = 4;

    /// <summary>How the base line rises: the tangent of its angle.</summary>
    public double Slope { get; init; }

    /// <summary>Distance from letter to letter, as a multiple of the font's.</summary>
    public double Spacing { get; init; } = 1;

    /// <summary>
    /// A style drawn at random, each property on its own: size by a factor of 0.75 to 1.3, slant −0.2 to 0.45, speed 15 to 25, jitter 1 to 5,
    /// drift 1 to 7, slope −0.03 to 0.03, and spacing 0.9 to 1.15.
    /// </summary>
    /// <param name="random">Advances by seven numbers.</param>
    public static HersheyStyle Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double Between(double low, double high) => low + (high - low) * random.NextDouble();
        return new()
        {
            Size = new HersheyStyle().Size * Between(0.75, 1.3),
            Slant = Between(-0.2, 0.45),
            Speed = Between(15, 25),
            Jitter = Between(1, 5),
            Drift = Between(1, 7),
            Slope = Between(-0.03, 0.03),
            Spacing = Between(0.9, 1.15),
        };
    }
}
