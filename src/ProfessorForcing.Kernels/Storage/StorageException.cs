namespace ProfessorForcing.Kernels.Storage;

/// <summary>Something is wrong with files of a run. The message is one line that names the file or folder.</summary>
public abstract class StorageException : Exception
{
    /// <summary>An error with one clear line.</summary>
    protected StorageException(string message) : base(OneLine(message))
    {
    }

    /// <summary>An error with one clear line and its cause.</summary>
    protected StorageException(string message, Exception cause) : base(OneLine(message), cause)
    {
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
