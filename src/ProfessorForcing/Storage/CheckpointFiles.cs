namespace ProfessorForcing.Storage;

/// <summary>Names of the files of a checkpoint.</summary>
public static class CheckpointFiles
{
    /// <summary>Ending of files that hold tensors; a network's file is its name and this.</summary>
    public const string Extension = ".safetensors";

    /// <summary>The generator's parameters: all that sampling needs.</summary>
    public const string Generator = "generator.safetensors";

    /// <summary>The optimisers' moments.</summary>
    public const string Optimizers = "optimizers.safetensors";

    /// <summary>Everything else that the next step depends on, and the checksums of the other files.</summary>
    public const string State = "state.json";
}
