using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Data.Images;

/// <summary>Images with the class of each: what a classifier learns from.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Train">Images and labels (0, 1, …) to learn from.</param>
/// <param name="Test">Images and labels to measure accuracy on.</param>
/// <param name="Binarize">Makes pixels of grey levels, as in the data that the classifier shall look at.</param>
public sealed record LabelledImages(
    string Name,
    (GreyImages Images, byte[] Labels) Train,
    (GreyImages Images, byte[] Labels) Test,
    Func<GreyImages, RandomStream, BinaryImages> Binarize)
{
    /// <summary>Number of classes.</summary>
    public int Classes => 1 + Math.Max(Train.Labels.Max(), Test.Labels.Max());
}
