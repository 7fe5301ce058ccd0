using ProfessorForcing.Configuration;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Cli;

/// <summary>Files that a person asks for.</summary>
internal static class OutputFile
{
    /// <summary>Checks, before any work, that the folder is there.</summary>
    /// <exception cref="ConfigurationException">It is not; the message names the option.</exception>
    public static void CheckFolder(string option, string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new ConfigurationException($"{option} {path}: there is no folder {folder}");
    }

    /// <summary>Makes one, or empties the one that is there.</summary>
    /// <exception cref="StorageWriteException">The file system refuses.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StorageWriteException($"'{path}' cannot be written: {refusal.Message}", refusal);
        }
    }
}
