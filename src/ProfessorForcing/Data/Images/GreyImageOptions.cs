using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Images;

/// <summary>Images with grey levels, which have to be binarised.</summary>
public abstract record GreyImageOptions : ImageOptions
{
    /// <summary>How grey levels become 0 or 1.</summary>
    [Option("How grey levels become 0 or 1: drawn once with the level as probability, or 1 from a level on. Likelihoods are comparable only within one of these, and one seed.")]
    public Binarization Binarization { get; init; } = Binarization.Stochastic;

    /// <summary>The level from which on a pixel is 1.</summary>
    [Option("With binarization threshold: the level, of 0 to 255, from which on a pixel is 1.", Min = 1, Max = 255)]
    public int Threshold { get; init; } = 128;

    /// <summary>Seed of the stochastic binarization (and of the splits of a folder of PNG images), apart from the run's.</summary>
    [Option("The seed of a stochastic binarization's draw, and for png of the splits, apart from the run's seed, so that all runs have the same data.", Min = 0, Max = long.MaxValue)]
    public long BinarizationSeed { get; init; } = 1;

    /// <summary>Which brightness is ink.</summary>
    internal virtual InkRule Ink => new(Binarization == Binarization.Threshold ? Threshold : InkRule.Middle);

    /// <summary>Makes the domain of three splits.</summary>
    /// <param name="images">Training, validation and test.</param>
    /// <param name="name">What the data are called in an error.</param>
    /// <param name="openLabelled">Opens images with labels; null where there are none.</param>
    /// <exception cref="InputDataException">There is nothing to learn: all training pixels are equal.</exception>
    internal ImageDomain Domain(IReadOnlyList<GreyImages> images, string name, Func<LabelledImages>? openLabelled = null)
    {
        BinaryImages[] sets = [.. images.Select((part, split) => Binarize(part, (Split)split))];
        return sets[0].Pixels.AsSpan().ContainsAnyExcept(sets[0].Pixels[0])
            ? new ImageDomain(Plane, Coordinates, split => sets[(int)split], openLabelled, Ink)
            : throw new InputDataException($"'{name}': all pixels of the training images are {sets[0].Pixels[0]}, so that there is nothing to learn (data.binarization, data.threshold, and for png data.inverted say what is ink)");
    }

    /// <summary>Makes pixels of grey levels.</summary>
    /// <param name="images">The images.</param>
    /// <param name="split">The split they are of; each has random numbers of its own.</param>
    internal BinaryImages Binarize(GreyImages images, Split split) =>
        Binarize(images, new RandomStream((ulong)BinarizationSeed, $"binarization/{OptionNames.Of(split)}"));

    /// <summary>Makes pixels of grey levels.</summary>
    /// <param name="images">The images.</param>
    /// <param name="random">Advances by a number for each pixel, if binarization is stochastic.</param>
    internal BinaryImages Binarize(GreyImages images, RandomStream random) =>
        Binarization == Binarization.Threshold ? images.Cut(Threshold) : images.Draw(random);
}
