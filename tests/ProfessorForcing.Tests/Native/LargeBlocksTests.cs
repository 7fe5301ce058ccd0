using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using ProfessorForcing.Autograd;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Native;

public sealed class LargeBlocksTests
{
    static LargeBlocksTests() => NativeLibraries.Initialize();

    [Fact]
    public void Large_blocks_are_mapped_by_themselves_although_such_were_given_back()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
            Assert.Skip("this is about glibc");
        if (Environment.GetEnvironmentVariable(LargeBlocks.Variable) is not null)
            Assert.Skip($"{LargeBlocks.Variable} is set");
        // glibc by itself would keep these, and take the next ones of their size from memory that it keeps.
        CountMapped();
        Assert.NotEqual(0, CountMapped());
    }

    // Small blocks that were given back side by side may hold a few large ones: more are asked for at once. Nothing is written to them.
    private static int CountMapped()
    {
        using var scope = NewDisposeScope();
        var blocks = Enumerable.Range(0, 64).Select(_ => TensorMemory.Empty(4 << 20)).ToArray();
        return blocks.Count(IsMapped);
    }

    // In the word before a block glibc notes its size, and in its second lowest bit whether it is mapped by itself.
    private static bool IsMapped(Tensor block) =>
        (Unsafe.Subtract(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, long>(block.bytes)), 1) & 2) != 0;
}
