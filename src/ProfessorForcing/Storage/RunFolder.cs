using System.Text;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>
/// The folder of a run: <c>config.json</c>, <c>init-from.txt</c> if it starts from another's weights, <c>metrics.jsonl</c>, <c>events/</c>, <c>checkpoints/</c>, <c>samples/</c>
/// and <c>plots/</c>. Opened for writing it is locked against other processes; the system lets go of the lock when
/// its process ends, however it ends.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string LockName = "run.lock";
    private const string ConfigName = "config.json";
    private const string OriginName = "init-from.txt";

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] LockedCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream? _lock;

    private RunFolder(string root, FileStream? @lock) => (Root, _lock) = (root, @lock);

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The resolved configuration.</summary>
    public string ConfigPath => Path.Combine(Root, ConfigName);

    /// <summary>The run whose weights this one starts from; null for initial weights of its own.</summary>
    public string? Origin => File.Exists(OriginPath) ? File.ReadAllText(OriginPath).TrimEnd('\n') : null;

    private string OriginPath => Path.Combine(Root, OriginName);

    /// <summary>One JSON object for each logged step (<see cref="MetricsLog"/>).</summary>
    public string MetricsPath => Path.Combine(Root, "metrics.jsonl");

    /// <summary>Event files for TensorBoard (<see cref="TensorBoardWriter"/>).</summary>
    public string EventsPath => Path.Combine(Root, "events");

    /// <summary>Checkpoints (<see cref="CheckpointStore"/>).</summary>
    public string CheckpointsPath => Path.Combine(Root, "checkpoints");

    /// <summary>Samples written during training (<see cref="SamplesFolder"/>).</summary>
    public string SamplesPath => Path.Combine(Root, "samples");

    /// <summary>Plots.</summary>
    public string PlotsPath => Path.Combine(Root, "plots");

    /// <summary>Starts a run in a folder that does not exist or is empty.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="config">The text of <c>config.json</c>.</param>
    /// <param name="force">Whether a run that is there is removed; never anything that is not part of a run.</param>
    /// <param name="origin">The run whose weights it starts from, so that it does so too when it is ended before its first checkpoint and resumed.</param>
    /// <exception cref="RunFolderException">The folder holds a run and <paramref name="force"/> is not set, holds something else, or is in use.</exception>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public static RunFolder Create(string path, string config, bool force = false, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var root = Path.GetFullPath(path);
        return WriteGuard.Run($"run folder {root} cannot be written", () =>
        {
            Check(root, force);
            Directory.CreateDirectory(root);
            var run = new RunFolder(root, Lock(root));
            try
            {
                Check(root, force);
                run.Clear();
                if (origin is not null)
                    AtomicFile.Write(run.OriginPath, stream => stream.Write(Encoding.UTF8.GetBytes(Path.GetFullPath(origin) + "\n")));
                // It is what makes the folder a run.
                run.WriteConfig(config);
                run.CreateFolders();
                return run;
            }
            catch
            {
                run.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a run to go on with it, and clears what a killed process left half done.</summary>
    /// <exception cref="RunFolderException">There is no run, or another process is writing to it.</exception>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public static RunFolder Resume(string path)
    {
        var root = OpenRead(path).Root;
        return WriteGuard.Run($"run folder {root} cannot be written", () =>
        {
            var run = new RunFolder(root, Lock(root));
            try
            {
                run.CreateFolders();
                AtomicFile.DeleteLeftovers(root);
                AtomicFile.DeleteLeftovers(run.EventsPath);
                AtomicFile.DeleteLeftovers(run.SamplesPath);
                AtomicFile.DeleteLeftovers(run.PlotsPath);
                new CheckpointStore(run.CheckpointsPath, _ => { }).Recover();
                return run;
            }
            catch
            {
                run.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a run to read from it, also while another process writes to it. Changes nothing.</summary>
    /// <exception cref="RunFolderException">There is no run.</exception>
    public static RunFolder OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var run = new RunFolder(Path.GetFullPath(path), null);
        return File.Exists(run.ConfigPath) ? run : throw new RunFolderException($"{run.Root} is no run folder: it has no config.json");
    }

    /// <summary>The text of <c>config.json</c>.</summary>
    /// <exception cref="RunFolderException">It cannot be read.</exception>
    public string ReadConfig()
    {
        try
        {
            return File.ReadAllText(ConfigPath);
        }
        catch (Exception exception) when (WriteGuard.IsRefusal(exception))
        {
            throw new RunFolderException($"{ConfigPath}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces <c>config.json</c>, for a run that goes on with other settings.</summary>
    /// <exception cref="StorageWriteException">The file system refused; the old one is still there.</exception>
    public void WriteConfig(string config) =>
        AtomicFile.Write(ConfigPath, stream => stream.Write(Encoding.UTF8.GetBytes(config)));

    /// <summary>The run's metrics so far, also while it is being written; none if nothing was logged yet.</summary>
    /// <exception cref="StorageException">They cannot be read, or a line is malformed.</exception>
    public IEnumerable<MetricsRecord> ReadMetrics() => File.Exists(MetricsPath) ? MetricsLog.Read(MetricsPath) : [];

    /// <summary>The run's checkpoints.</summary>
    /// <param name="warn">Receives one line for each checkpoint that had to be passed over.</param>
    /// <param name="keep">How many of the newest are kept; the best is kept besides.</param>
    public CheckpointStore OpenCheckpoints(Action<string> warn, int keep = 2) => new(CheckpointsPath, warn, keep);

    /// <summary>Cuts off metrics, events, samples and checkpoints after a step, so that a run resumed from there has each step once.</summary>
    /// <param name="step">The step of the checkpoint that the run goes on from; 0 for a run that had none yet.</param>
    /// <param name="warn">Receives one line for each thing that was damaged and could not be kept.</param>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void TruncateAfter(long step, Action<string> warn)
    {
        MetricsLog.TruncateAfter(MetricsPath, step, warn);
        TensorBoardWriter.TruncateAfter(EventsPath, step, warn);
        new SamplesFolder(SamplesPath).TruncateAfter(step);
        OpenCheckpoints(warn).TruncateAfter(step);
    }

    /// <summary>Lets go of the lock.</summary>
    public void Dispose() => _lock?.Dispose();

    private static void Check(string root, bool force)
    {
        if (File.Exists(root))
            throw new RunFolderException($"{root} is a file, not a folder: choose another with --out");
        if (!Directory.Exists(root))
            return;
        var run = new RunFolder(root, null);
        var entries = Directory.EnumerateFileSystemEntries(root).Order(StringComparer.Ordinal).ToList();
        // A process killed before it wrote its configuration leaves these.
        if (entries.TrueForAll(entry => Path.GetFileName(entry)
            is LockName or OriginName or OriginName + AtomicFile.TemporaryEnding or ConfigName + AtomicFile.TemporaryEnding))
            return;
        if (!File.Exists(run.ConfigPath))
            throw new RunFolderException($"{root} is not empty and holds no run: choose another folder with --out");
        if (!force)
            throw new RunFolderException($"{root} holds a run already: continue it with --resume, replace it with --force, or choose another folder with --out");
        if (entries.Find(entry => !run.IsOwn(entry)) is { } foreign)
            throw new RunFolderException($"{root} is not replaced, because {Path.GetFileName(foreign)} in it is no part of a run: move it away, or choose another folder with --out");
    }

    private static FileStream Lock(string root)
    {
        var path = Path.Combine(root, LockName);
        // Never deleted: a process that waits for the old file and one that makes a new one would both hold "the" lock.
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (LockedCodes.Contains(exception.HResult))
        {
            throw new RunFolderException($"{root} is in use: another process is writing to this run", exception);
        }
    }

    private bool IsOwn(string entry) =>
        entry == ConfigPath || entry == OriginPath || entry == MetricsPath || entry == EventsPath || entry == CheckpointsPath || entry == SamplesPath
        || entry == PlotsPath || Path.GetFileName(entry) == LockName || entry.EndsWith(AtomicFile.TemporaryEnding, StringComparison.Ordinal);

    private void CreateFolders()
    {
        foreach (var folder in new[] { EventsPath, CheckpointsPath, SamplesPath, PlotsPath })
            Directory.CreateDirectory(folder);
    }

    private void Clear()
    {
        foreach (var folder in new[] { EventsPath, CheckpointsPath, SamplesPath, PlotsPath }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        AtomicFile.DeleteLeftovers(Root);
        File.Delete(MetricsPath);
        File.Delete(OriginPath);
        // Last, so that a removal that is cut short can be repeated.
        File.Delete(ConfigPath);
    }
}
