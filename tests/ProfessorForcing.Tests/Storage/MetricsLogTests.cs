using CsCheck;

using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogPath => _folder["metrics.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_on_disk_when_append_returns()
    {
        using var log = new MetricsLog(LogPath);
        log.Append(10, [new("nll", 2.5), new("gate", double.NaN), new("cf", double.PositiveInfinity), new("ct", double.NegativeInfinity)]);
        using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Assert.Equal("""{"step":10,"nll":2.5,"gate":"NaN","cf":"Infinity","ct":"-Infinity"}""" + "\n", reader.ReadToEnd());
    }

    [Fact]
    public void Any_numbers_come_back_to_the_last_bit() =>
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 8].Where(name => name != "step"), Gen.Double)[0, 8].Sample(values =>
        {
            File.Delete(LogPath);
            using (var log = new MetricsLog(LogPath))
                log.Append(3, values);
            var record = Assert.Single(MetricsLog.Read(LogPath));
            Assert.Equal(3, record.Step);
            Assert.Equal(values.Keys.Order(), record.Values.Keys.Order());
            Assert.All(values, pair => Assert.Equal(BitConverter.DoubleToInt64Bits(pair.Value) == long.MinValue ? -0.0 : pair.Value, record.Values[pair.Key]));
        }, threads: 1, iter: 200);

    [Fact]
    public void A_last_line_cut_anywhere_is_left_out_and_the_next_one_is_whole()
    {
        using (var log = new MetricsLog(LogPath))
        {
            log.Append(1, [new("nll", 1)]);
            log.Append(2, [new("nll", 2)]);
        }
        var bytes = File.ReadAllBytes(LogPath);
        var firstEnd = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var end = firstEnd; end < bytes.Length; end++)
        {
            File.WriteAllBytes(LogPath, bytes[..end]);
            Assert.Equal([1L], MetricsLog.Read(LogPath).Select(record => record.Step));
            using (var log = new MetricsLog(LogPath))
                log.Append(5, []);
            Assert.Equal([1L, 5], MetricsLog.Read(LogPath).Select(record => record.Step));
        }
    }

    [Fact]
    public void A_first_line_that_was_cut_short_is_removed()
    {
        File.WriteAllText(LogPath, new string('x', 10_000));
        using (var log = new MetricsLog(LogPath))
            log.Append(1, []);
        Assert.Equal("{\"step\":1}\n", File.ReadAllText(LogPath));
    }

    [Fact]
    public void Lines_after_a_step_are_cut_off_and_the_rest_keeps_its_bytes()
    {
        const string kept = "{\"step\":1,\"nll\":1.50}\n{\"step\": 2}\n";
        File.WriteAllText(LogPath, kept + "{\"step\":3}\n{\"step\":4,\"n");
        MetricsLog.TruncateAfter(LogPath, 2, Assert.Fail);
        Assert.Equal(kept, File.ReadAllText(LogPath));
        MetricsLog.TruncateAfter(LogPath, 0, Assert.Fail);
        Assert.Empty(File.ReadAllText(LogPath));
        MetricsLog.TruncateAfter(_folder["none.jsonl"], 0, Assert.Fail);
        Assert.False(File.Exists(_folder["none.jsonl"]));
    }

    [Theory]
    [InlineData("\0\0\0")]
    [InlineData("{\"step\":1}}")]
    [InlineData("{\"step\":\"1\"}")]
    [InlineData("{\"step\":1.5}")]
    [InlineData("{\"nll\":1}")]
    [InlineData("{\"step\":1,\"nll\":[1]}")]
    [InlineData("{\"step\":1,\"nll\":\"one\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_malformed_line_is_an_error_to_readers_and_dropped_with_a_warning_on_resume(string line)
    {
        File.WriteAllText(LogPath, "{\"step\":1}\n" + line + "\n{\"step\":2}\n");
        Assert.Contains("line 2", Assert.Throws<MetricsException>(() => MetricsLog.Read(LogPath).Count()).Message);
        var warnings = new List<string>();
        MetricsLog.TruncateAfter(LogPath, 5, warnings.Add);
        Assert.Contains("line 2", Assert.Single(warnings));
        Assert.Equal([1L, 2], MetricsLog.Read(LogPath).Select(record => record.Step));
    }
}
