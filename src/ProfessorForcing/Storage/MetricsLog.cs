using System.Buffers;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>
/// Appends to <c>metrics.jsonl</c>: one JSON object for each logged step, <c>{"step":10,"nll":2.3}</c>, handed to the
/// system line by line, so that a killed process loses at most the line it was writing. JSON has no numbers for NaN
/// and the infinities; they are the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Opens a log, or starts one. A last line that was cut short is removed.</summary>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public MetricsLog(string path)
    {
        _path = path;
        _stream = WriteGuard.Run($"{path}: cannot be written", () =>
        {
            // No buffer: each line is one write.
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var end = MetricsLines.EndOfLastLine(stream);
            if (end < stream.Length)
                stream.SetLength(end);
            stream.Position = end;
            return stream;
        });
    }

    /// <summary>Appends one line.</summary>
    /// <param name="step">Training steps done.</param>
    /// <param name="values">Numbers by name, in the order of the line; none may be called <c>step</c>.</param>
    /// <exception cref="StorageWriteException">The file system refused; the line is not there.</exception>
    public void Append(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _line.ResetWrittenCount();
        MetricsLines.Write(_line, step, values);
        WriteGuard.Run($"{_path}: cannot be written", () =>
        {
            var start = _stream.Position;
            try
            {
                _stream.Write(_line.WrittenSpan);
                _stream.Flush();
            }
            catch
            {
                // What of the line did get there would spoil the next one.
                _stream.SetLength(start);
                _stream.Position = start;
                throw;
            }
        });
    }

    /// <summary>Reads a log, also while it is being written. A last line that was cut short is left out.</summary>
    /// <exception cref="StorageException">The file cannot be read, or a line is malformed; the message names it.</exception>
    public static IEnumerable<MetricsRecord> Read(string path)
    {
        var number = 0;
        foreach (var line in MetricsLines.ReadLines(path))
        {
            number++;
            yield return MetricsLines.TryParse(line.Span)
                ?? throw new MetricsException($"{path}: line {number} is no object with a step and numbers");
        }
    }

    /// <summary>Removes the lines after a step, and a last line that was cut short; the file is replaced as a whole.</summary>
    /// <param name="path">The file; need not exist.</param>
    /// <param name="step">Lines of later steps go.</param>
    /// <param name="warn">Receives one line for each malformed line, which goes too.</param>
    /// <exception cref="StorageWriteException">The file system refused; the old file is still there.</exception>
    public static void TruncateAfter(string path, long step, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        if (!File.Exists(path))
            return;
        AtomicFile.Write(path, stream =>
        {
            var number = 0;
            foreach (var line in MetricsLines.ReadLines(path))
            {
                number++;
                var record = MetricsLines.TryParse(line.Span);
                if (record is null)
                    warn($"{path}: line {number} is malformed and was dropped");
                else if (record.Step <= step)
                    stream.Write(line.Span);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
