namespace ProfessorForcing.Kernels.Storage;

/// <summary>A safetensors file is malformed, or lacks what was asked of it (exit code 3). The message names the file.</summary>
public sealed class SafetensorsException : StorageException
{
    /// <summary>An error with one clear line.</summary>
    public SafetensorsException(string message) : base(message)
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    public SafetensorsException(string message, Exception cause) : base(message, cause)
    {
    }
}
