using ProfessorForcing.Data.Images;
using ProfessorForcing.Evaluation.Images;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Tests.Data;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Evaluation.Images;

public sealed class SampleQualityTests
{
    [Fact]
    public void The_distance_of_normal_distributions_is_known()
    {
        using var scope = NewDisposeScope();
        // Four points at the corners of a rectangle: mean at its middle, variances (4/3)·a² and (4/3)·b², no covariance.
        Tensor Corners(double x, double y, double a, double b) => tensor(new[] { x - a, y - b, x - a, y + b, x + a, y - b, x + a, y + b }, 4, 2);
        // Of independent normal variables it is the sum over them of (μ₁ − μ₂)² + (σ₁ − σ₂)².
        var expected = 1 + 4 + 4.0 / 3 * (0.5 * 0.5 + 2 * 2);
        Assert.Equal(expected, FrechetDistance.Between(Corners(0, 0, 1, 3), Corners(1, -2, 1.5, 1)), 1e-9);
        Assert.Equal(0, FrechetDistance.Between(Corners(0, 0, 1, 3), Corners(0, 0, 1, 3)), 1e-9);
    }

    [Fact]
    public void The_distance_does_not_change_when_both_sets_are_turned()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Small.Uniform(1, ScalarType.Float64, 30, 3), Small.Uniform(2, ScalarType.Float64, 40, 3));
        var turn = linalg.qr(Small.Uniform(3, ScalarType.Float64, 3, 3)).Q;
        var distance = FrechetDistance.Between(first, second);
        Assert.True(distance > 0.001);
        Assert.Equal(distance, FrechetDistance.Between(first.mm(turn), second.mm(turn)), 1e-9);
        Assert.Equal(distance, FrechetDistance.Between(second, first), 1e-9);
    }

    [Fact]
    public void A_classifier_learns_shapes_and_tells_samples_apart()
    {
        using var scope = NewDisposeScope();
        var images = Shapes();
        using var classifier = ClassifierTraining.Train(images);
        Assert.InRange(ClassifierTraining.Accuracy(classifier, images), 0.98, 1);
        var test = images.Test.Images.Cut(128);
        var same = SampleQualityEvaluator.Measure(classifier, images.Train.Images.Cut(128), test);
        Assert.All(same.Shares, share => Assert.Equal(1.0 / 3, share, 0.02));
        Assert.InRange(same.Confidence, 0.9, 1);
        // Of the first class only.
        var one = SampleQualityEvaluator.Measure(classifier, images.Train.Images.Choose([.. Enumerable.Range(0, 100).Select(i => 3 * i)]).Cut(128), test);
        Assert.Equal(1, one.Shares[0], 1e-9);
        Assert.True(one.Distance > 10 * same.Distance + 0.01, $"{one.Distance} against {same.Distance}");
    }

    [Fact]
    public void A_classifier_is_trained_once_and_again_if_its_file_is_damaged()
    {
        using var folder = new TemporaryFolder();
        var lines = new List<string>();
        double[] Weights()
        {
            using var classifier = ClassifierCache.Get(Shapes(), lines.Add, Path.Combine(folder.Path, "classifiers"));
            return Networks.Numbers(classifier.Parameters.Values[0]);
        }
        var first = Weights();
        Assert.StartsWith("training a classifier on shapes (900 images)", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(first, Weights());
        Assert.Single(lines);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.safetensors", SearchOption.AllDirectories));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..100]);
        Assert.Equal(first, Weights());
        Assert.Contains("the classifier is trained again", lines[1], StringComparison.Ordinal);
    }

    // A row, a column or a square, at some place, with noise.
    private static LabelledImages Shapes()
    {
        (GreyImages, byte[]) Make(int count, string name)
        {
            var random = new RandomStream(1, name);
            var levels = new byte[count * 64];
            for (var image = 0; image < count; image++)
            {
                var (place, other) = (random.NextInt(6), random.NextInt(6));
                for (var pixel = 0; pixel < 64; pixel++)
                {
                    var (y, x) = Math.DivRem(pixel, 8);
                    var isInk = (image % 3) switch { 0 => y == place, 1 => x == place, _ => y - place is >= 0 and < 3 && x - other is >= 0 and < 3 };
                    levels[image * 64 + pixel] = isInk != random.NextInt(50) < 1 ? (byte)255 : (byte)0;
                }
            }
            return (new(new(8, 8), levels), [.. Enumerable.Range(0, count).Select(image => (byte)(image % 3))]);
        }
        return new("shapes", Make(900, "train"), Make(300, "test"), (images, _) => images.Cut(128));
    }
}
