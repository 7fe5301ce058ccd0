namespace ProfessorForcing.Evaluation.Images;

/// <summary>What a classifier sees in images, and how far they are from others.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Shares">The share of each class.</param>
/// <param name="Confidence">The mean probability of the likeliest class.</param>
/// <param name="Distance">Fréchet distance from the reference images in the classifier's features.</param>
public sealed record SampleQuality(int Count, IReadOnlyList<double> Shares, double Confidence, double Distance);
