using ProfessorForcing.Configuration;
using ProfessorForcing.Native;

using TorchSharp;

namespace ProfessorForcing.Tests.Native;

public sealed class DevicesTests
{
    [Fact]
    public void Cpu_is_the_cpu() => Assert.Equal(DeviceType.CPU, Devices.Parse("cpu").type);

    [Theory]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("cpu:0")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda0")]
    public void An_unknown_device_is_named_with_what_is_allowed(string name)
    {
        var error = Assert.Throws<ConfigurationException>(() => Devices.Parse(name));
        Assert.Equal($"device: '{name}' is not known; allowed are cpu, cuda and cuda:0, cuda:1, ...", error.Message);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void Without_a_GPU_cuda_is_a_clear_error(string name)
    {
        NativeLibraries.Initialize();
        if (torch.cuda.is_available())
            Assert.Skip("this machine has a GPU");
        var error = Assert.Throws<ConfigurationException>(() => Devices.Parse(name));
        Assert.StartsWith($"device: '{name}' asks for a GPU", error.Message, StringComparison.Ordinal);
    }
}
