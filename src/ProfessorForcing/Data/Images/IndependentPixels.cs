namespace ProfessorForcing.Data.Images;

/// <summary>Every pixel on its own: the share of the training images that have ink there.</summary>
internal sealed class IndependentPixels : IBaseline
{
    private readonly double[] _nats; // [T, 2]

    private IndependentPixels(double[] nats) => _nats = nats;

    /// <inheritdoc/>
    public string Name => "independent pixels";

    /// <summary>Counts, with one more image of each kind (Laplace).</summary>
    public static IndependentPixels Train(BinaryImages images)
    {
        var ink = new int[images.Plane.Count];
        for (var i = 0; i < images.Pixels.Length; i++)
            ink[i % ink.Length] += images.Pixels[i];
        return new([.. ink.SelectMany(count => new[] { -Math.Log((images.Count - count + 1.0) / (images.Count + 2)), -Math.Log((count + 1.0) / (images.Count + 2)) })]);
    }

    /// <inheritdoc/>
    public double Nll(ISequenceSet set, bool carryState)
    {
        var images = ((ImageSet)set).Images;
        var sum = 0.0;
        for (var i = 0; i < images.Pixels.Length; i++)
            sum += _nats[2 * (i % images.Plane.Count) + images.Pixels[i]];
        return sum / images.Pixels.Length;
    }
}
