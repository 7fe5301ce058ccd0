namespace ProfessorForcing.Cli.Tests;

/// <summary>A run of a network so small that it is trained in a second, shared by the tests of what comes after training.</summary>
public sealed class TinyRun : IDisposable
{
    /// <summary>Arguments of <c>train</c> for such a network.</summary>
    public static readonly string[] Arguments =
    [
        "oracle", "--set",
        "data.sequence_length=20", "data.train_sequences=64", "data.valid_sequences=8", "data.test_sequences=8",
        "generator.hidden=8", "generator.embedding=4", "discriminator.hidden=4",
        "training.batch_size=4", "training.validate_every=3", "training.validation_sequences=0", "training.sample_every=3", "training.log_every=1",
        "training.checkpoint_every=3",
    ];

    /// <summary>Trains.</summary>
    public TinyRun()
    {
        Folder = Path.Combine(Scratch, "run");
        Result = Train(Folder, "--steps", "6");
    }

    /// <summary>A folder that goes when the tests are done.</summary>
    internal string Scratch { get; } = Directory.CreateTempSubdirectory("tiny-run").FullName;

    internal string Folder { get; }

    internal Professor.Result Result { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Scratch, recursive: true);

    internal static Professor.Result Train(string folder, params string[] more) => Train(threads: 1, folder, more);

    internal static Professor.Result Train(int threads, string folder, params string[] more) =>
        Professor.Run(["train", .. Arguments, "--threads", $"{threads}", "--out", folder, .. more]);

    /// <summary>The folders of a run's checkpoints, oldest first.</summary>
    internal static string[] Checkpoints(string folder) => [.. Directory.GetDirectories(Path.Combine(folder, "checkpoints"), "step-*").Order(StringComparer.Ordinal)];

    /// <summary>A copy of a run.</summary>
    internal static string Copy(string folder, string copy)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    /// <summary>The contents of every file of the newest checkpoint, by name; without the state's times.</summary>
    internal static Dictionary<string, byte[]> Weights(string folder) =>
        Directory.GetFiles(Checkpoints(folder)[^1], "*.safetensors")
            .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);
}
