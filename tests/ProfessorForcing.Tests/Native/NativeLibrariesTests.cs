using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Native;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void Two_tensors_are_added()
    {
        NativeLibraries.Initialize();
        NativeLibraries.Initialize();
        using var sum = tensor(new float[] { 1, 2 }) + tensor(new float[] { 3, 5 });
        Assert.Equal([4f, 7f], sum.data<float>().ToArray());
    }
}
