using ProfessorForcing.Storage;

using Tensorboard;

namespace ProfessorForcing.Tests.Storage;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250));

    private string EventPath => Assert.Single(EventFiles.In(_folder["events"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_record_has_the_bytes_that_TensorFlow_writes()
    {
        using (new TensorBoardWriter(_folder["events"], _clock))
        {
        }
        // Length 24, its masked CRC, wall_time (double), file_version (field 3), the data's masked CRC.
        var bytes = File.ReadAllBytes(EventPath);
        Assert.Equal(40, bytes.Length);
        Assert.Equal([24, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]);
        Assert.Equal([0x09, .. BitConverter.GetBytes(1_700_000_000.25), 0x1a, 13, .. "brain.Event:2"u8], bytes[12..36]);
    }

    [Fact]
    public void Scalars_and_texts_are_read_back()
    {
        using (var writer = new TensorBoardWriter(_folder["events"], _clock))
        {
            writer.AddScalars(5_000_000_000, [new("train/nll", 1.25), new("train/cf", double.NaN)]);
            writer.AddText(7, "samples", "<a>x</a>\nüber");
        }
        var events = Read();
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.All(events, message => Assert.Equal(1_700_000_000.25, message.WallTime));
        Assert.Equal(5_000_000_000, events[1].Step);
        Assert.Equal(["train/nll", "train/cf"], events[1].Summary.Value.Select(value => value.Tag));
        Assert.Equal([1.25f, float.NaN], events[1].Summary.Value.Select(value => value.SimpleValue));
        var text = Assert.Single(events[2].Summary.Value);
        Assert.Equal("samples", text.Tag);
        Assert.Equal("text", text.Metadata.PluginData.PluginName);
        Assert.Equal(DataType.DtString, text.Tensor.Dtype);
        Assert.Equal(1, Assert.Single(text.Tensor.TensorShape.Dim).Size);
        Assert.Equal("    <a>x</a>\n    über", Assert.Single(text.Tensor.StringVal).ToStringUtf8());
    }

    [Fact]
    public void A_later_session_writes_a_file_that_sorts_after_the_earlier_ones()
    {
        using (var first = new TensorBoardWriter(_folder["events"], _clock))
            first.AddScalars(1, [new("a", 1)]);
        using (var second = new TensorBoardWriter(_folder["events"], new FixedClock(DateTimeOffset.UnixEpoch)))
            second.AddScalars(2, [new("a", 2)]);
        Assert.Equal([1L, 2], Read().Where(message => message.Summary is not null).Select(message => message.Step));
        Assert.Equal(2, EventFiles.In(_folder["events"]).Count);
    }

    [Fact]
    public void Events_after_a_step_are_cut_off_and_empty_files_go()
    {
        using (var writer = new TensorBoardWriter(_folder["events"], _clock))
        {
            for (var step = 1; step <= 3; step++)
                writer.AddScalars(step, [new("a", step)]);
        }
        using (var writer = new TensorBoardWriter(_folder["events"], _clock))
            writer.AddScalars(4, [new("a", 4)]);
        TensorBoardWriter.TruncateAfter(_folder["events"], 2, Assert.Fail);
        _ = EventPath;
        var untouched = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(EventPath, untouched);
        TensorBoardWriter.TruncateAfter(_folder["events"], 2, Assert.Fail);
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(EventPath));
        Assert.Equal([0L, 1, 2], Read().Select(message => message.Step));
        TensorBoardWriter.TruncateAfter(_folder["none"], 2, Assert.Fail);
    }

    [Fact]
    public void A_record_cut_anywhere_is_dropped_silently()
    {
        using (var writer = new TensorBoardWriter(_folder["events"], _clock))
            writer.AddScalars(1, [new("a", 1)]);
        var path = EventPath;
        var whole = File.ReadAllBytes(path);
        using (var stream = new MemoryStream())
        {
            TfRecord.Write(stream, "second"u8);
            for (var count = 0; count < stream.Length; count++)
            {
                File.WriteAllBytes(path, [.. whole, .. stream.ToArray()[..count]]);
                TensorBoardWriter.TruncateAfter(_folder["events"], 1, Assert.Fail);
                Assert.Equal(whole, File.ReadAllBytes(path));
            }
        }
    }

    [Fact]
    public void Every_flipped_byte_ends_the_file_before_that_event()
    {
        using (var writer = new TensorBoardWriter(_folder["events"], _clock))
        {
            writer.AddScalars(1, [new("a", 1)]);
            writer.AddScalars(2, [new("a", 2)]);
        }
        var path = EventPath;
        var whole = File.ReadAllBytes(path);
        var first = 40;
        for (var i = first; i < whole.Length; i++)
        {
            var bad = (byte[])whole.Clone();
            bad[i] ^= 0x10;
            File.WriteAllBytes(path, bad);
            var damaged = 0;
            var read = EventFiles.Read(path, () => damaged++).Select(item => item.Message.Step).ToList();
            Assert.Equal(1, damaged);
            Assert.True(read is [0] or [0, 1], $"byte {i}");
        }
        File.WriteAllBytes(path, [.. whole[..^1], (byte)~whole[^1]]);
        var warnings = new List<string>();
        TensorBoardWriter.TruncateAfter(_folder["events"], 9, warnings.Add);
        Assert.Contains(path, Assert.Single(warnings));
        Assert.Equal([0L, 1], Read().Select(message => message.Step));
    }

    private List<Event> Read() =>
        [.. EventFiles.In(_folder["events"]).SelectMany(path => EventFiles.Read(path, () => Assert.Fail())).Select(item => item.Message)];

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
