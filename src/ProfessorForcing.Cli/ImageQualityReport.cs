using System.Globalization;
using System.Text.Json.Nodes;

using ProfessorForcing.Data.Images;
using ProfessorForcing.Evaluation.Images;
using ProfessorForcing.Generators;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate --quality</c> shows of images: samples as a classifier of real images sees them, beside as many real training images.</summary>
/// <param name="Labels">What the classifier learned from.</param>
/// <param name="Accuracy">The share of the real test images that it recognises.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Training">As many training images, or all if there are fewer: what a perfect generator would have.</param>
/// <param name="Test">The test images themselves.</param>
internal sealed record ImageQualityReport(string Labels, double Accuracy, SampleQuality Samples, SampleQuality Training, SampleQuality Test) : IQualityReport
{
    /// <summary>Samples that are judged if nobody says how many.</summary>
    public const int UsualCount = 10_000;

    /// <summary>Draws samples and judges them.</summary>
    public static ImageQualityReport Measure(IGenerator generator, JudgedImages images, ulong seed, Action<string> report)
    {
        var plane = images.Test.Plane;
        using var classifier = ClassifierCache.Get(images.Labelled, report);
        var drawn = Sampler.Sample(generator, new SampleRequest { Count = images.Count, Length = plane.Count, Seed = seed });
        var samples = new BinaryImages(plane, [.. drawn.SelectMany(sample => sample.Select(pixel => (byte)pixel))]);
        var count = Math.Min(images.Count, images.Training.Count);
        // Evenly spaced, should they be sorted by class.
        var training = images.Training.Choose([.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.Training.Count / count))]);
        return new(
            images.Labelled.Name, ClassifierTraining.Accuracy(classifier, images.Labelled),
            SampleQualityEvaluator.Measure(classifier, samples, images.Test),
            SampleQualityEvaluator.Measure(classifier, training, images.Test),
            SampleQualityEvaluator.Measure(classifier, images.Test, images.Test));
    }

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a classifier of {Labels}, right in {Accuracy:P2} of the test images, sees:"));
        terminal.WriteTable(
            ["images", ">number", ">Fréchet distance from test", ">confidence", .. Enumerable.Range(0, Samples.Shares.Count).Select(label => $">class {label}")],
            Rows.Select(row => new[] { row.Name, $"{row.Quality.Count:N0}", $"{row.Quality.Distance:F3}", $"{row.Quality.Confidence:F3}" }
                .Concat(row.Quality.Shares.Select(share => $"{share:P1}")).ToArray()));
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["labels"] = Labels, ["accuracy"] = Accuracy };
        foreach (var (name, quality) in Rows)
        {
            json[name] = new JsonObject
            {
                ["count"] = quality.Count,
                ["frechet_distance"] = quality.Distance,
                ["confidence"] = quality.Confidence,
                ["shares"] = new JsonArray([.. quality.Shares.Select(share => JsonValue.Create(share))]),
            };
        }
        return json;
    }

    private IEnumerable<(string Name, SampleQuality Quality)> Rows => [("samples", Samples), ("training", Training), ("test", Test)];
}
