using ProfessorForcing.Configuration;
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

    /// <summary>Seed of the stochastic binarization, apart from the run's.</summary>
    [Option("With binarization stochastic: the seed of the draw, apart from the run's seed, so that all runs have the same data.", Min = 0, Max = long.MaxValue)]
    public long BinarizationSeed { get; init; } = 1;

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
