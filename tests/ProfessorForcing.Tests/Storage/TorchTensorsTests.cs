using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Storage;

public sealed class TorchTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Tensors_of_every_type_come_back(ScalarType type)
    {
        var original = arange(24, dtype: ScalarType.Float32).remainder(2).to_type(type).reshape(2, 3, 4);
        using var reader = Store(original);
        Assert.True(reader.ReadTensor("t").equal(original).all().item<bool>());
        Assert.Equal(type, reader.ReadTensor("t").dtype);
        Assert.Equal([2, 3, 4], reader.ReadTensor("t").shape);
    }

    [Fact]
    public void A_transposed_tensor_is_written_in_its_logical_order()
    {
        using var reader = Store(arange(6, dtype: ScalarType.Float32).reshape(2, 3).t());
        Assert.Equal([0f, 3, 1, 4, 2, 5], reader.Read<float>("t"));
    }

    [Fact]
    public void Empty_tensors_and_single_elements_come_back()
    {
        using (var reader = Store(zeros(0, 5)))
            Assert.Equal([0, 5], reader.ReadTensor("t").shape);
        using (var reader = Store(tensor(2.5f)))
            Assert.Equal(2.5f, reader.ReadTensor("t").item<float>());
    }

    [Fact]
    public void A_parameter_larger_than_a_piece_is_filled_in_place()
    {
        var original = arange(5_000_001, dtype: ScalarType.Float32);
        using var reader = Store(original);
        var parameter = new TorchSharp.Modules.Parameter(zeros(5_000_001));
        reader.ReadInto("t", parameter);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.detach().equal(original).all().item<bool>());
    }

    [Fact]
    public void A_tensor_that_is_not_contiguous_is_filled_too()
    {
        using var reader = Store(arange(6, dtype: ScalarType.Float32).reshape(3, 2));
        var destination = zeros(2, 3).t();
        reader.ReadInto("t", destination);
        Assert.Equal([0f, 2, 4, 1, 3, 5], destination.t().contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Another_shape_or_type_is_a_clear_error()
    {
        using var reader = Store(zeros(2, 3));
        var message = Assert.Throws<SafetensorsException>(() => reader.ReadInto("t", zeros(3, 2))).Message;
        Assert.Contains("F32 [2, 3]", message);
        Assert.Contains("F32 [3, 2]", message);
        Assert.Throws<SafetensorsException>(() => reader.ReadInto("t", zeros(2, 3, dtype: ScalarType.Float64)));
        Assert.Throws<SafetensorsException>(() => reader.ReadInto("u", zeros(2, 3)));
    }

    private SafetensorsReader Store(Tensor tensor)
    {
        SafetensorsWriter.Write(_folder["t.safetensors"], new SafetensorsContents(new Dictionary<string, StoredTensor> { ["t"] = TorchTensors.ToStored(tensor) }));
        return SafetensorsReader.Open(_folder["t.safetensors"]);
    }
}
