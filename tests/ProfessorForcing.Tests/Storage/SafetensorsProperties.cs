using CsCheck;

using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

public sealed class SafetensorsProperties : IDisposable
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12],
        Gen.OneOf("rnn.weight_ih_l0", "名前", "ключ", "🎲", "e\u0301", "\"\\/\n\t", "\u0000", " ", "_", "metadata"));

    private static readonly Gen<long[]> Shape = Gen.Long[0, 4].Array[0, 4];

    private static readonly Gen<Dictionary<string, Stored>> Tensors =
        Gen.Dictionary(Name, Shape.SelectMany(shape => Values(shape)))[0, 6];

    private static readonly Gen<Dictionary<string, string>> Metadata = Gen.Dictionary(Name, Name)[0, 3];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Tensors, Metadata).Sample((tensors, metadata) =>
        {
            var path = _folder["round.safetensors"];
            SafetensorsWriter.Write(path, Contents(tensors, metadata));
            using var reader = SafetensorsReader.Open(path);
            Assert.Equal(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal), reader.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal));
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), reader.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
            foreach (var (name, stored) in tensors)
            {
                Assert.Equal(stored.Tensor.Shape, reader.Entry(name).Shape);
                stored.AssertEqual(reader, name);
            }
        }, threads: 1, iter: 300);

    [Fact]
    public void Every_tensor_starts_at_a_multiple_of_its_element_size() =>
        Tensors.Sample(tensors =>
        {
            var path = _folder["aligned.safetensors"];
            SafetensorsWriter.Write(path, Contents(tensors, []));
            using var reader = SafetensorsReader.Open(path);
            Assert.All(reader.Entries, entry => Assert.Equal(0, entry.Offset % SafetensorsTypes.SizeOf(entry.Type)));
        }, threads: 1, iter: 100);

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error() =>
        Gen.Select(Tensors, Metadata, Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 4], Gen.Int[0, int.MaxValue], Gen.Bool)
            .Sample((tensors, metadata, damage, end, truncate) =>
            {
                var path = _folder["damaged.safetensors"];
                using var stream = new MemoryStream();
                SafetensorsWriter.Write(stream, Contents(tensors, metadata));
                var bytes = stream.ToArray();
                foreach (var (position, value) in damage)
                    bytes[position % bytes.Length] = value;
                File.WriteAllBytes(path, truncate ? bytes[..(end % bytes.Length)] : bytes);
                ReadAll(path, bytes.Length);
            }, threads: 1, iter: 1000);

    [Fact]
    public void A_file_cut_anywhere_is_the_clear_error() =>
        Tensors.Where(tensors => tensors.Values.Any(stored => stored.Tensor.ByteLength > 0)).Select(Gen.Int[0, int.MaxValue]).Sample((tensors, end) =>
        {
            var path = _folder["cut.safetensors"];
            using var stream = new MemoryStream();
            SafetensorsWriter.Write(stream, Contents(tensors, []));
            File.WriteAllBytes(path, stream.ToArray()[..(end % (int)stream.Length)]);
            Assert.Throws<SafetensorsException>(() => SafetensorsReader.Open(path));
        }, threads: 1, iter: 300);

    private static void ReadAll(string path, int length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var reader = SafetensorsReader.Open(path);
            foreach (var entry in reader.Entries)
                reader.ReadBytes(entry, 0, new byte[entry.ByteLength]);
        }
        catch (SafetensorsException exception)
        {
            Assert.Contains(path, exception.Message);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000 + 100L * length);
    }

    private static SafetensorsContents Contents(Dictionary<string, Stored> tensors, Dictionary<string, string> metadata) =>
        new(tensors.ToDictionary(entry => entry.Key, entry => entry.Value.Tensor), metadata);

    private static Gen<Stored> Values(long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return Gen.OneOf(
            Of(Gen.Float, count, shape),
            Of(Gen.Double, count, shape),
            Of(Gen.Long, count, shape),
            Of(Gen.Int, count, shape),
            Of(Gen.Byte, count, shape),
            Of(Gen.Bool, count, shape));
    }

    private static Gen<Stored> Of<T>(Gen<T> element, int count, long[] shape) where T : unmanaged =>
        element.Array[count].Select(values => new Stored(
            StoredTensor.From(values, shape),
            (reader, name) => Assert.Equal(values, reader.Read<T>(name))));

    private sealed record Stored(StoredTensor Tensor, Action<SafetensorsReader, string> AssertEqual);
}
