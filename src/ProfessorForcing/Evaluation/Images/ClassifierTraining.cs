using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Evaluation.Images;

/// <summary>Teaches a classifier.</summary>
public static class ClassifierTraining
{
    // Every image is seen four times; of a few images more often.
    private const int Epochs = 4;
    private const int LeastSteps = 400;
    private const int BatchSize = 128;
    private const ulong Seed = 1;
    private const double LearningRate = 2e-3;

    /// <summary>Trains on all training images, by Adam, with a learning rate that falls to zero. Where binarization is a draw, it is a new one each time an image is seen.</summary>
    /// <param name="images">What there is to learn.</param>
    public static ImageClassifier Train(LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var ((grey, labels), random) = (images.Train, new RandomStreams(Seed));
        var classifier = new ImageClassifier(grey.Plane, images.Classes, random["classifier"]);
        var order = new DataOrder(Seed, grey.Count, BatchSize);
        using var adam = new AdamOptimizer("classifier", classifier.Parameters, new TrainingOptions());
        var steps = Math.Max(Epochs * order.StepsPerEpoch, LeastSteps);
        for (var step = 1L; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            var indices = order.At(step).ToArray();
            var pixels = images.Binarize(grey.Choose(indices), random["binarization"]);
            var logits = classifier.Look(classifier.ToTensor(pixels, [.. Enumerable.Range(0, pixels.Count)])).Logits;   // [N, classes]
            var loss = nn.functional.cross_entropy(logits, tensor(Array.ConvertAll(indices, i => (long)labels[i])));
            adam.Update(Gradients.Of([loss], classifier.Parameters), LearningRate * (1 - (double)(step - 1) / steps));
        }
        return classifier;
    }

    /// <summary>The share of the test images that a classifier recognises.</summary>
    public static double Accuracy(ImageClassifier classifier, LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var pixels = images.Binarize(images.Test.Images, new RandomStream(Seed, "test binarization"));
        var classes = classifier.Look(pixels).Probabilities.argmax(-1).data<long>();
        return images.Test.Labels.Where((label, i) => classes[i] == label).Count() / (double)pixels.Count;
    }
}
