using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A checkpoint is missing, corrupt, truncated or foreign (exit code 3). The message names it and says why.</summary>
public sealed class CheckpointException : StorageException
{
    /// <summary>An error with one clear line.</summary>
    public CheckpointException(string message) : base(message)
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    public CheckpointException(string message, Exception cause) : base(message, cause)
    {
    }
}
