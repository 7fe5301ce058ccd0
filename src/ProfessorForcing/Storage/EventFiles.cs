using System.Globalization;

using Google.Protobuf;

using Tensorboard;

namespace ProfessorForcing.Storage;

/// <summary>The event files of a folder.</summary>
internal static class EventFiles
{
    private const string Prefix = "events.out.tfevents.";

    /// <summary>The event files of a folder, in the order in which TensorBoard reads them.</summary>
    public static IReadOnlyList<string> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Prefix + "*")
            .Where(path => !path.EndsWith(AtomicFile.TemporaryEnding, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A new file's path, after all that are there in TensorBoard's order, whatever the clock says.</summary>
    public static string NextPath(string folder, TimeProvider clock)
    {
        var last = In(folder).Select(path => Seconds(Path.GetFileName(path))).DefaultIfEmpty(0).Max();
        var seconds = Math.Max(clock.GetUtcNow().ToUnixTimeSeconds(), last + 1);
        return Path.Combine(folder, Prefix + seconds.ToString("D10", CultureInfo.InvariantCulture) + "." + Environment.MachineName);
    }

    /// <summary>The events of a file, up to one that is cut short or damaged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damaged">Called if it stops at a damaged one.</param>
    public static IEnumerable<(Event Message, byte[] Data)> Read(string path, Action damaged)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        foreach (var data in TfRecord.Read(stream, damaged))
        {
            Event message;
            try
            {
                message = Event.Parser.ParseFrom(data);
            }
            catch (InvalidProtocolBufferException)
            {
                damaged();
                yield break;
            }
            yield return (message, data);
        }
    }

    /// <summary>Keeps some events of a file; a file of which nothing is left goes.</summary>
    /// <exception cref="StorageWriteException">The file system refused; the old file is still there.</exception>
    public static void Keep(string path, Func<Event, bool> keep, Action<string> warn)
    {
        var (keptBytes, keptEvents) = (0L, 0L);
        foreach (var (message, data) in Read(path, () => warn($"{path}: an event is damaged; it and those after it are dropped")).Where(item => keep(item.Message)))
        {
            keptBytes += TfRecord.LengthOf(data);
            keptEvents += message.WhatCase == Event.WhatOneofCase.FileVersion ? 0 : 1;
        }
        if (keptEvents == 0)
            WriteGuard.Run($"{path}: cannot be removed", () => File.Delete(path));
        // A file that stays whole is left alone, because a running TensorBoard may be reading it.
        else if (keptBytes != new FileInfo(path).Length)
            AtomicFile.Write(path, stream => Copy(path, keep, stream));
    }

    private static void Copy(string path, Func<Event, bool> keep, Stream destination)
    {
        foreach (var (_, data) in Read(path, () => { }).Where(item => keep(item.Message)))
            TfRecord.Write(destination, data);
    }

    private static long Seconds(string name) =>
        long.TryParse(name[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
