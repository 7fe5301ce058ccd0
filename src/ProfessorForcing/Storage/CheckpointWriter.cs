using System.Security.Cryptography;

namespace ProfessorForcing.Storage;

/// <summary>Writes the files of one checkpoint and reads them back.</summary>
internal static class CheckpointWriter
{
    /// <summary>Fills an empty folder; everything is on disk and verified when it returns.</summary>
    public static void Write(string folder, long step, CheckpointContents contents, bool isBest)
    {
        var checksums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, file) in contents.Files)
        {
            if (Path.GetFileName(name) != name || !name.EndsWith(".safetensors", StringComparison.Ordinal))
                throw new ArgumentException($"'{name}' is no name of a safetensors file of a checkpoint", nameof(contents));
            checksums[name] = WriteHashed(Path.Combine(folder, name), stream => SafetensorsWriter.Write(stream, file));
        }
        var state = new CheckpointState(step, isBest, checksums, contents.State).Serialize();
        WriteHashed(Path.Combine(folder, CheckpointFiles.State), stream => stream.Write(state));
        DirectorySync.Flush(folder);
        Checkpoint.Open(folder, step, []).Dispose();
    }

    // The checksum is of what was meant to be written, not of what the disk says it has.
    private static string WriteHashed(string path, Action<Stream> write)
    {
        using var sha = SHA256.Create();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using (var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
            write(hashing);
        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(sha.Hash!);
    }
}
