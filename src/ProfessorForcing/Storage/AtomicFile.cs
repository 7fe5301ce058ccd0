namespace ProfessorForcing.Storage;

/// <summary>Replaces files so that at any moment either the old or the new contents are there, whole.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of files that are being written; what is left of a killed process may be deleted.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Writes beside the file, flushes to disk and renames.</summary>
    /// <exception cref="StorageWriteException">The file system refused; the old file is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + TemporaryEnding;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception)
        {
            // Should it stay, it goes when the run is next opened; the error to report is the one that brought us here.
            WriteGuard.Attempt(() => File.Delete(temporary));
            if (WriteGuard.IsRefusal(exception))
                throw new StorageWriteException($"{path}: cannot be written: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Deletes what killed processes left in a folder, if there is one.</summary>
    public static void DeleteLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + TemporaryEnding))
            File.Delete(file);
    }
}
