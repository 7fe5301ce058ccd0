namespace ProfessorForcing.Kernels.Data;

/// <summary>Input data that is missing, unreadable, malformed or too small (exit code 3). The message is one line that names the file.</summary>
public sealed class InputDataException : Exception
{
    /// <summary>An error with one clear line.</summary>
    public InputDataException(string message) : base(message)
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    public InputDataException(string message, Exception cause) : base(message, cause)
    {
    }
}
