namespace ProfessorForcing.Cli;

/// <summary>What a person's own data are, by what lies there.</summary>
/// <param name="Kind">Their <c>data.kind</c>.</param>
/// <param name="Name">What they are called in a description.</param>
/// <param name="Experiment">The experiment whose settings they are trained by if nobody names one.</param>
internal sealed record GivenData(string Kind, string Name, string Experiment)
{
    /// <summary>The experiment of those who name neither data nor experiment.</summary>
    public const string UsualExperiment = "oracle";

    /// <summary>A file is text; a folder holds what its files' names say.</summary>
    public static GivenData Of(string path)
    {
        if (!Directory.Exists(path))
            return new("text", "Text", UsualExperiment);
        bool Has(params string[] patterns) => patterns.Any(pattern => Directory.EnumerateFiles(path, pattern).Any());
        return Has("train-images-idx3-ubyte*") ? new("idx", "Images", "mnist-small")
            : Has("*.csv", "*.svg") ? new("strokes", "Handwriting", "handwriting-small")
            : new("png", "Images", "mnist-small");
    }
}
