using System.Security.Cryptography;

using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Native;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Evaluation.Images;

/// <summary>Keeps trained classifiers in the user's cache, by what they were trained on, so that all runs are measured by the same one.</summary>
public static class ClassifierCache
{
    // To be changed when the network or its training does.
    private const string Version = "1";

    /// <summary>The classifier for some images, from the cache or trained now.</summary>
    /// <param name="images">What it knows.</param>
    /// <param name="report">Is told what is going on, a line each time.</param>
    /// <param name="folder">Where classifiers are kept; null for the user's cache.</param>
    public static ImageClassifier Get(LabelledImages images, Action<string> report, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(report);
        var path = Path.Combine(folder ?? Path.Combine(UserCache.Folder(), "classifiers"), $"{Key(images)}.safetensors");
        if (File.Exists(path))
        {
            var classifier = new ImageClassifier(images.Train.Images.Plane, images.Classes, new RandomStream(0, "unused"));
            try
            {
                using var file = SafetensorsReader.Open(path);
                file.ReadInto(classifier.Parameters);
                return classifier;
            }
            catch (SafetensorsException damage)
            {
                classifier.Dispose();
                report($"warning: {damage.Message}; the classifier is trained again");
            }
        }
        report($"training a classifier on {images.Name} ({images.Train.Images.Count:N0} images); it is kept in {path}");
        var trained = ClassifierTraining.Train(images);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SafetensorsWriter.Write(path, new(StoredParameters.ToStored(trained.Parameters)));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or StorageException)
        {
            report($"warning: {path} cannot be written, so that it will be trained again: {refusal.Message}");
        }
        return trained;
    }

    // Images, labels, and how they are binarised.
    private static string Key(LabelledImages images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{Version} {images.Train.Images.Plane.Height} {images.Train.Images.Plane.Width} {images.Classes}"));
        hash.AppendData(images.Train.Images.Levels);
        hash.AppendData(images.Train.Labels);
        var first = images.Train.Images.Slice(0, Math.Min(100, images.Train.Images.Count));
        hash.AppendData(images.Binarize(first, new RandomStream(1, "key")).Pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
