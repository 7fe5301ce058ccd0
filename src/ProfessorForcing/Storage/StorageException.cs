namespace ProfessorForcing.Storage;

/// <summary>Something is wrong with files of a run. The message is one line that names the file or folder.</summary>
public abstract class StorageException : Exception
{
    private protected StorageException(string message) : base(OneLine(message))
    {
    }

    private protected StorageException(string message, Exception cause) : base(OneLine(message), cause)
    {
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
