using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli;

/// <summary>What an exception means to the person at the terminal: the one place where exceptions become exit codes.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Lines">One line for each error.</param>
/// <param name="IsExpected">Whether the lines say all there is to say; otherwise the stack trace is kept somewhere.</param>
internal sealed record Failure(int Code, IReadOnlyList<string> Lines, bool IsExpected = true)
{
    /// <summary>Interprets an exception.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        ConfigurationException configuration => new(ExitCode.Usage, configuration.Errors),
        RunFolderException => new(ExitCode.Usage, [exception.Message]),
        StorageWriteException or TrainingDivergedException => new(ExitCode.Failed, [exception.Message]),
        InputDataException or StorageException => new(ExitCode.InputData, [exception.Message]),
        DllNotFoundException or PlatformNotSupportedException => new(ExitCode.Failed, [exception.Message]),
        IOException or UnauthorizedAccessException => new(ExitCode.Failed, [exception.Message]),
        OutOfMemoryException => new(ExitCode.Failed, ["out of memory: choose a smaller batch, shorter sequences or a smaller network"]),
        AggregateException { InnerExceptions: [{ } only] } => Of(only),
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Of(inner),
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        // libtorch's own errors go on with the frames of its stack.
        _ => new(ExitCode.Failed, [$"unexpected {exception.GetType().Name}: {exception.Message.Split('\n')[0]}"], IsExpected: false),
    };

    /// <summary>Writes the errors, one line each.</summary>
    /// <param name="exception">Whose stack trace goes to a file, or to <paramref name="error"/>, if it was not expected.</param>
    /// <param name="error">Where to.</param>
    /// <param name="isVerbose">Whether the stack trace is wanted on the terminal.</param>
    public void Write(Exception exception, TextWriter error, bool isVerbose)
    {
        try
        {
            foreach (var line in Lines)
                error.WriteLine($"error: {line.ReplaceLineEndings(" ")}{Trace(exception, isVerbose)}");
            if (isVerbose)
                error.WriteLine(exception);
        }
        catch (IOException)
        {
            // Nobody can be told; the exit code still says it.
        }
    }

    private string Trace(Exception exception, bool isVerbose)
    {
        if (IsExpected || isVerbose)
            return "";
        try
        {
            var path = Path.Combine(Path.GetTempPath(), $"professor-error-{Environment.ProcessId}.txt");
            File.WriteAllText(path, exception.ToString());
            return $" (details in {path})";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return " (details with --verbose)";
        }
    }
}
