using System.Security.Cryptography;
using System.Text.Json.Nodes;

using Microsoft.Win32.SafeHandles;

using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>A checkpoint whose files were verified; they stay open until it is disposed.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly Dictionary<string, SafetensorsReader> _files;

    private Checkpoint(string folder, CheckpointState state, Dictionary<string, SafetensorsReader> files) =>
        (Folder, Step, IsBest, State, _files) = (folder, state.Step, state.IsBest, state.State, files);

    /// <summary>The checkpoint's folder.</summary>
    public string Folder { get; }

    /// <summary>Training steps done.</summary>
    public long Step { get; }

    /// <summary>Whether this was the best checkpoint when it was written.</summary>
    public bool IsBest { get; }

    /// <summary>The trainer's state.</summary>
    public JsonObject State { get; }

    /// <summary>Names of the open files.</summary>
    public IReadOnlyCollection<string> Files => _files.Keys;

    /// <summary>One of the files that were asked for when the checkpoint was loaded.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no such file, or it was not asked for.</exception>
    public SafetensorsReader File(string name) =>
        _files.GetValueOrDefault(name) ?? throw new CheckpointException($"it has no {name}");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    /// <summary>Opens a checkpoint and verifies its state and the files asked for, a piece at a time.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="step">The step that the folder's name says.</param>
    /// <param name="names">Which files; none means all.</param>
    /// <exception cref="StorageException">Something about it is wrong.</exception>
    internal static Checkpoint Open(string folder, long step, IReadOnlyCollection<string> names)
    {
        var state = CheckpointState.Read(Path.Combine(folder, CheckpointFiles.State));
        if (state.Step != step)
            throw new CheckpointException($"{CheckpointFiles.State} is of step {state.Step}");
        var files = new Dictionary<string, SafetensorsReader>(StringComparer.Ordinal);
        try
        {
            foreach (var name in names.Count > 0 ? names : [.. state.Checksums.Keys])
            {
                var checksum = state.Checksums.GetValueOrDefault(name) ?? throw new CheckpointException($"it has no {name}");
                files[name] = OpenVerified(Path.Combine(folder, name), checksum);
            }
            return new Checkpoint(folder, state, files);
        }
        catch
        {
            foreach (var file in files.Values)
                file.Dispose();
            throw;
        }
    }

    private static SafetensorsReader OpenVerified(string path, string checksum)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = System.IO.File.OpenHandle(path, options: FileOptions.SequentialScan);
            if (Hash(handle) != checksum)
                throw new CheckpointException($"{Path.GetFileName(path)} does not match its checksum");
            // The same handle is read later, so that what was verified is what is used.
            return SafetensorsReader.Open(path, handle);
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            if (exception is FileNotFoundException)
                throw new CheckpointException($"{Path.GetFileName(path)} is missing", exception);
            if (WriteGuard.IsRefusal(exception))
                throw new CheckpointException($"{Path.GetFileName(path)} cannot be read: {exception.Message}", exception);
            throw;
        }
    }

    private static string Hash(SafeFileHandle handle)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        var offset = 0L;
        while (RandomAccess.Read(handle, buffer, offset) is > 0 and var count)
        {
            sha.AppendData(buffer, 0, count);
            offset += count;
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
