using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Images;

/// <summary>Images of equal size with 256 grey levels.</summary>
/// <param name="Plane">Height and width.</param>
/// <param name="Levels">0 (background) to 255 (ink), image after image, each row by row from the top left: [count · height · width].</param>
public sealed record GreyImages(Plane Plane, byte[] Levels)
{
    /// <summary>Number of images.</summary>
    public int Count => Levels.Length / Plane.Count;

    /// <summary>Pixels that are 1 from a level on.</summary>
    public BinaryImages Cut(int threshold) => new(Plane, Array.ConvertAll(Levels, level => level >= threshold ? (byte)1 : (byte)0));

    /// <summary>Pixels drawn with the level as probability: 255 is always 1, and 0 never.</summary>
    /// <param name="random">Advances by a number for each pixel.</param>
    public BinaryImages Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new(Plane, Array.ConvertAll(Levels, level => random.NextDouble() * 255 < level ? (byte)1 : (byte)0));
    }

    /// <summary>Some of the images.</summary>
    public GreyImages Slice(int first, int count) => this with { Levels = Levels[(first * Plane.Count)..((first + count) * Plane.Count)] };

    /// <summary>The images in another order, or some of them.</summary>
    public GreyImages Choose(ReadOnlySpan<int> indices)
    {
        var chosen = new byte[indices.Length * Plane.Count];
        for (var i = 0; i < indices.Length; i++)
            Levels.AsSpan(indices[i] * Plane.Count, Plane.Count).CopyTo(chosen.AsSpan(i * Plane.Count));
        return this with { Levels = chosen };
    }
}
