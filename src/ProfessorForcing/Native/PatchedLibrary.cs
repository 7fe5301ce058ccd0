using System.Security.Cryptography;

namespace ProfessorForcing.Native;

/// <summary>
/// Loads a copy of a library that does not insist on one symbol version of the system's libstdc++. The copy lies in
/// the user's cache folder, named by its content, and is made once; where that folder cannot be written, or
/// nothing can be run from it, a private temporary copy is used and removed as soon as it is loaded.
/// </summary>
internal static class PatchedLibrary
{
    /// <summary>Loads the copy, making it where needed.</summary>
    /// <param name="original">The library as it was shipped.</param>
    /// <param name="version">The symbol version that becomes optional.</param>
    /// <param name="log">Receives one line that says which copy was loaded.</param>
    /// <returns>The native handle.</returns>
    /// <exception cref="DllNotFoundException">No copy could be loaded; the message says why, for each place tried.</exception>
    public static nint Load(string original, string version, Action<string> log)
    {
        var patched = ElfVersionNeeds.MakeWeak(File.ReadAllBytes(original), version);
        var failures = new List<string>();
        foreach (var load in new Func<byte[], string, (nint, string)>[] { LoadFromCache, LoadFromTemporaryFolder })
        {
            try
            {
                var (handle, path) = load(patched, Path.GetFileNameWithoutExtension(original));
                log($"the system's libstdc++ lacks {version}: loaded {path} instead of {original}");
                return handle;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                failures.Add(e.Message);
            }
        }
        throw new DllNotFoundException($"{original} needs {version} of libstdc++, and a copy without that need did not load: {string.Join("; ", failures)}");
    }

    /// <summary>Writes the bytes to a file named by their hash, unless it holds them already.</summary>
    /// <returns>The full path of the file.</returns>
    public static string Store(byte[] content, string folder, string name)
    {
        var path = Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.so");
        if (Holds(path, content))
            return path;
        Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return path;
    }

    private static (nint Handle, string Path) LoadFromCache(byte[] content, string name)
    {
        var path = Store(content, Path.Combine(UserCache.Folder(), "native"), name);
        return (NativeFiles.Load(path), path);
    }

    private static (nint Handle, string Path) LoadFromTemporaryFolder(byte[] content, string name)
    {
        var folder = Directory.CreateTempSubdirectory("professor-forcing-");
        try
        {
            var path = Store(content, folder.FullName, name);
            return (NativeFiles.Load(path), path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Holds(string path, byte[] content) =>
        new FileInfo(path) is { Exists: true } file && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
}
