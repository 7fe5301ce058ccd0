namespace ProfessorForcing.Storage;

/// <summary>Turns a file system's refusals into <see cref="StorageWriteException"/>s that say what could not be done.</summary>
internal static class WriteGuard
{
    /// <summary>Whether an exception means that the file system refused, rather than a mistake in the program.</summary>
    public static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Runs an action.</summary>
    /// <param name="what">What it failed to do, if it fails, such as "x.json: cannot be written".</param>
    /// <param name="action">The action.</param>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public static T Run<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw new StorageWriteException($"{what}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc cref="Run{T}(string, Func{T})"/>
    public static void Run(string what, Action action) => Run(what, () =>
    {
        action();
        return true;
    });

    /// <summary>Runs an action whose failure is not worth an error of its own.</summary>
    public static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // By the contract of this method; its callers say why.
        }
    }
}
