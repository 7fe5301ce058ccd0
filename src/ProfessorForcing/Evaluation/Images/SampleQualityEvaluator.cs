using ProfessorForcing.Data.Images;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation.Images;

/// <summary>Judges images without human eyes.</summary>
public static class SampleQualityEvaluator
{
    /// <summary>Judges images.</summary>
    /// <param name="classifier">Knows real images of the kind.</param>
    /// <param name="images">What is judged, at least 2.</param>
    /// <param name="reference">Real images that they are compared with, at least 2.</param>
    public static SampleQuality Measure(ImageClassifier classifier, BinaryImages images, BinaryImages reference)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var (features, probabilities) = classifier.Look(images);
        var (confidence, classes) = probabilities.max(-1);
        var shares = new double[classifier.Classes];
        foreach (var label in classes.data<long>())
            shares[label] += 1.0 / images.Count;
        return new(images.Count, shares, confidence.mean().item<double>(), FrechetDistance.Between(features, classifier.Look(reference).Features));
    }
}
