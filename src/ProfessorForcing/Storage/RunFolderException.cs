using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A run folder cannot be used as asked: it exists, is no run, or is in use (exit code 2). The message names the choices.</summary>
public sealed class RunFolderException : StorageException
{
    /// <summary>An error with one clear line.</summary>
    public RunFolderException(string message) : base(message)
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    public RunFolderException(string message, Exception cause) : base(message, cause)
    {
    }
}
