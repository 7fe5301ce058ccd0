namespace ProfessorForcing.Data.Images;

/// <summary>How grey levels become pixels that are 0 or 1. Likelihoods of data that were binarised differently cannot be compared.</summary>
public enum Binarization
{
    /// <summary>Each pixel is drawn once, 1 with probability level / 255; the draw follows from a seed (Salakhutdinov and Murray 2008).</summary>
    Stochastic,

    /// <summary>1 from a level on.</summary>
    Threshold,
}
