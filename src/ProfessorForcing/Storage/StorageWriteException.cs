using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A file of a run could not be written: full disk, read-only folder, … (exit code 1). What was there before is still there.</summary>
public sealed class StorageWriteException : StorageException
{
    /// <summary>An error with one clear line and its cause.</summary>
    public StorageWriteException(string message, Exception cause) : base(message, cause)
    {
    }
}
