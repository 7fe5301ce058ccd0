using System.Runtime.InteropServices;

namespace ProfessorForcing.Storage;

/// <summary>Makes renames durable: on Unix a folder has to be flushed like a file, which .NET has no call for.</summary>
internal static partial class DirectorySync
{
    /// <summary>Flushes a folder to disk where the system has a way to; file systems that cannot are left alone.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"cannot open folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            // Some network file systems do not know fsync of folders: EINVAL (22). Other failures are real.
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != 22)
                throw new IOException($"cannot flush folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
