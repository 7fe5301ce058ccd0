using Google.Protobuf;

using Tensorboard;

namespace ProfessorForcing.Storage;

/// <summary>
/// Writes event files that TensorBoard reads. The messages are TorchSharp's; its <c>SummaryWriter</c> is not used,
/// because it takes its times from the wall clock (the first in the wrong unit), holds steps in 32 bits and cannot take events back.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    /// <summary>Starts a new file, which TensorBoard reads after those that are there.</summary>
    /// <param name="folder">The folder of event files; made if missing.</param>
    /// <param name="clock">Gives the times of events.</param>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public TensorBoardWriter(string folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _path = EventFiles.NextPath(folder, clock);
        _stream = WriteGuard.Run($"{_path}: cannot be written", () =>
        {
            Directory.CreateDirectory(folder);
            return new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        });
        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Writes numbers of a step.</summary>
    /// <param name="step">Training steps done.</param>
    /// <param name="values">Numbers by tag; a slash in a tag groups them.</param>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void AddScalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var summary = new Summary();
        summary.Value.AddRange(values.Select(entry => new Summary.Types.Value { Tag = entry.Key, SimpleValue = (float)entry.Value }));
        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Writes a text of a step, to be shown as it is.</summary>
    /// <param name="step">Training steps done.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void AddText(long step, string tag, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // TensorBoard takes text for Markdown; indented by four it is shown as it is.
        var preformatted = "    " + text.ReplaceLineEndings("\n    ");
        var tensor = new TensorProto { Dtype = DataType.DtString, TensorShape = new TensorShapeProto() };
        tensor.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 1 });
        tensor.StringVal.Add(ByteString.CopyFromUtf8(preformatted));
        var metadata = new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = "text" } };
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, Metadata = metadata, Tensor = tensor });
        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Removes the events after a step, and what a killed process left half written; each file is replaced as a whole.</summary>
    /// <param name="folder">The folder of event files; need not exist.</param>
    /// <param name="step">Events of later steps go.</param>
    /// <param name="warn">Receives one line for each file with a damaged event; the rest of that file goes too.</param>
    /// <exception cref="StorageWriteException">The file system refused; the old files are still there.</exception>
    public static void TruncateAfter(string folder, long step, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        foreach (var path in EventFiles.In(folder))
            WriteGuard.Run($"{path}: cannot be shortened", () => EventFiles.Keep(path, message => message.Step <= step, warn));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(Event message)
    {
        message.WallTime = _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        WriteGuard.Run($"{_path}: cannot be written", () =>
        {
            var start = _stream.Position;
            try
            {
                TfRecord.Write(_stream, message.ToByteArray());
                _stream.Flush();
            }
            catch
            {
                _stream.SetLength(start);
                _stream.Position = start;
                throw;
            }
        });
    }
}
