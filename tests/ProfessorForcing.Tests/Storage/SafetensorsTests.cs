using System.Buffers.Binary;
using System.Text;

using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bytes_of_a_small_file_are_those_of_the_format()
    {
        var path = _folder["a.safetensors"];
        SafetensorsWriter.Write(path, new SafetensorsContents(
            new Dictionary<string, StoredTensor>
            {
                ["b"] = StoredTensor.From(new byte[] { 7 }),
                ["a"] = StoredTensor.From(new float[] { 1, -2 }, 2, 1),
            },
            new Dictionary<string, string> { ["format"] = "pt" }));

        const string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void Order_of_insertion_does_not_change_the_bytes()
    {
        var names = Enumerable.Range(0, 20).Select(i => $"layer.{i}").ToArray();
        using var forward = new MemoryStream();
        using var backward = new MemoryStream();
        SafetensorsWriter.Write(forward, new SafetensorsContents(names.ToDictionary(name => name, _ => StoredTensor.From(new float[] { 1 }, 1))));
        SafetensorsWriter.Write(backward, new SafetensorsContents(names.Reverse().ToDictionary(name => name, _ => StoredTensor.From(new float[] { 1 }, 1))));
        Assert.Equal(forward.ToArray(), backward.ToArray());
    }

    [Fact]
    public void A_tensor_larger_than_a_piece_survives()
    {
        var values = Enumerable.Range(0, 700_001).Select(i => i * 0.25f).ToArray();
        var path = _folder["large.safetensors"];
        SafetensorsWriter.Write(path, StoredValues.File(values));
        using var reader = SafetensorsReader.Open(path);
        Assert.Equal(values, reader.Read<float>("weight"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fit")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown type 'F31'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "1 bytes too many")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "malformed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "impossible data offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "impossible data offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "valid 'shape'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "valid 'shape'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "valid 'data_offsets'")]
    [InlineData("""{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""", 4, "valid 'dtype'")]
    [InlineData("""{"a":3}""", 0, "not described by an object")]
    [InlineData("""{"__metadata__":[]}""", 0, "metadata are no object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "'a' is no text")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "malformed")]
    [InlineData("""[]""", 0, "does not start with '{'")]
    [InlineData("", 0, "does not start with '{'")]
    public void A_wrong_header_is_one_clear_error_that_names_the_file(string header, int dataBytes, string reason)
    {
        var path = _folder["wrong.safetensors"];
        WriteRaw(path, (ulong)header.Length, header, dataBytes);
        var exception = Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path));
        Assert.StartsWith(path, exception.Message);
        Assert.Contains(reason, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 40)]
    [InlineData(100_000_001ul)]
    [InlineData(99_999_999ul)]
    public void A_bogus_header_length_allocates_nothing(ulong length)
    {
        var path = _folder["bogus.safetensors"];
        WriteRaw(path, length, "{}", 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_missing_file_and_a_file_of_seven_bytes_are_clear_errors()
    {
        File.WriteAllText(_folder["short"], "1234567");
        Assert.Contains("cannot hold", Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(_folder["short"])).Message);
        foreach (var path in new[] { _folder["none"], _folder.Root, "/dev/zero" })
            Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path));
    }

    [Fact]
    public void Asking_for_what_is_not_there_is_a_clear_error()
    {
        var path = _folder["a.safetensors"];
        SafetensorsWriter.Write(path, StoredValues.File(1, 2));
        using var reader = SafetensorsReader.Open(path);
        Assert.Contains("no tensor 'bias'", Assert.Throws<SafetensorsException>(() => reader.Read<float>("bias")).Message);
        Assert.Contains("is F32, not I64", Assert.Throws<SafetensorsException>(() => reader.Read<long>("weight")).Message);
    }

    [Fact]
    public void A_name_that_the_format_cannot_hold_is_refused()
    {
        foreach (var name in new[] { "__metadata__", "\ud800", "\ufffd\ud800" })
        {
            using var stream = new MemoryStream();
            var contents = new SafetensorsContents(new Dictionary<string, StoredTensor> { [name] = StoredTensor.From(new float[] { 1 }) });
            Assert.ThrowsAny<ArgumentException>(() => SafetensorsWriter.Write(stream, contents));
        }
    }

    [Fact]
    public void A_number_of_elements_that_does_not_fill_the_shape_is_refused()
    {
        Assert.Throws<ArgumentException>(() => StoredTensor.From(new float[] { 1, 2 }, 3));
        Assert.Throws<ArgumentException>(() => StoredTensor.From(Array.Empty<float>(), -1, 0));
    }

    private static void WriteRaw(string path, ulong length, string header, int dataBytes)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        File.WriteAllBytes(path, [.. prefix, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
    }
}
