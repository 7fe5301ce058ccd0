using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using ProfessorForcing.Autograd;
using ProfessorForcing.Native;

namespace ProfessorForcing.Tests.Native;

public sealed class LargeBlocksTests
{
    // In the word before a block glibc notes its size, and in its lowest bits whether it is mapped by itself.
    private const long IsMapped = 2;

    static LargeBlocksTests() => NativeLibraries.Initialize();

    [Fact]
    public void A_large_block_is_mapped_by_itself_whatever_was_freed_before()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
            Assert.Skip("this is about glibc");
        if (Environment.GetEnvironmentVariable(LargeBlocks.Variable) is not null)
            Assert.Skip($"{LargeBlocks.Variable} is set");
        for (var i = 0; i < 3; i++)
        {
            // glibc by itself would keep it, and those after it.
            using var block = TensorMemory.Empty(4 << 20);
            var size = Unsafe.Subtract(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, long>(block.bytes)), 1);
            Assert.Equal(IsMapped, size & IsMapped);
        }
    }
}
