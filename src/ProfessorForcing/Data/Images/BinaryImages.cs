namespace ProfessorForcing.Data.Images;

/// <summary>Images of equal size whose pixels are 0 (background) or 1 (ink).</summary>
/// <param name="Plane">Height and width.</param>
/// <param name="Pixels">Image after image, each row by row from the top left: [count · height · width].</param>
public sealed record BinaryImages(Plane Plane, byte[] Pixels)
{
    /// <summary>Number of images.</summary>
    public int Count => Pixels.Length / Plane.Count;

    /// <summary>The pixels of one image.</summary>
    public ReadOnlySpan<byte> this[int index] => Pixels.AsSpan(index * Plane.Count, Plane.Count);

    /// <summary>The images in another order, or some of them.</summary>
    public BinaryImages Choose(ReadOnlySpan<int> indices)
    {
        var chosen = new byte[indices.Length * Plane.Count];
        for (var i = 0; i < indices.Length; i++)
            this[indices[i]].CopyTo(chosen.AsSpan(i * Plane.Count));
        return this with { Pixels = chosen };
    }
}
