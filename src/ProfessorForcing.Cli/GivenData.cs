using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Cli;

/// <summary>What a person's own data are, by what lies there.</summary>
/// <param name="Kind">Their <c>data.kind</c>.</param>
/// <param name="Name">What they are called in a description.</param>
/// <param name="Experiment">The experiment whose settings they are trained by if nobody names one.</param>
internal sealed record GivenData(string Kind, string Name, string Experiment)
{
    /// <summary>The experiment of those who name neither data nor experiment.</summary>
    public const string UsualExperiment = "oracle";

    private static readonly EnumerationOptions AnyDepth = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>A file is text; a folder holds what its files' names say.</summary>
    /// <exception cref="InputDataException">There is no such file or folder, or nothing in it that could be data.</exception>
    public static GivenData Of(string path)
    {
        if (File.Exists(path))
            return new("text", "Text", UsualExperiment);
        if (!Directory.Exists(path))
            throw new InputDataException($"'{path}' does not exist: --data needs a text file, or a folder of images or strokes");
        bool Has(params string[] patterns) => patterns.Any(pattern => Directory.EnumerateFiles(path, pattern).Any());
        return Has("train-images-idx3-ubyte*") ? new("idx", "Images", "mnist-small")
            : Has("*.csv", "*.svg") ? new("strokes", "Handwriting", "handwriting-small")
            : Directory.EnumerateFiles(path, "*.png", AnyDepth).Any() ? new("png", "Images", "mnist-small")
            : throw new InputDataException($"'{path}' holds no data: a folder needs PNG images, idx files (train-images-idx3-ubyte, plain or .gz) or strokes (.csv or .svg)");
    }
}
