using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A <c>metrics.jsonl</c> cannot be read or is malformed (exit code 3). The message names the file and the line.</summary>
public sealed class MetricsException : StorageException
{
    /// <summary>An error with one clear line.</summary>
    public MetricsException(string message) : base(message)
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    public MetricsException(string message, Exception cause) : base(message, cause)
    {
    }
}
