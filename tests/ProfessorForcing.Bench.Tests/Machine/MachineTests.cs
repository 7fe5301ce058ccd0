using ProfessorForcing.Bench.Machine;

namespace ProfessorForcing.Bench.Tests.Machine;

/// <summary>What they look at is the whole process.</summary>
[CollectionDefinition(nameof(MachineTests), DisableParallelization = true)]
[Collection(nameof(MachineTests))]
public class MachineTests
{
    [Fact]
    public void Peak_and_bandwidth_are_those_of_a_computer()
    {
        Assert.InRange(FmaPeak.Measure(1), 1e9, 1e13);
        Assert.InRange(ReadBandwidth.Measure(1 << 20, 1), 1e8, 1e13);
    }

    [Fact]
    public void Memory_that_is_touched_is_resident()
    {
        if (!ProcessMemory.IsKnown)
            Assert.Skip("this system does not say how much memory a process has");
        var before = ProcessMemory.Resident;
        var block = GC.AllocateUninitializedArray<byte>(64 << 20, pinned: true);
        for (var i = 0; i < block.Length; i += 1024)
            block[i] = 1;
        Assert.InRange(ProcessMemory.Resident - before, 48 << 20, 256 << 20);
        Assert.True(ProcessMemory.Peak >= ProcessMemory.Resident - (16 << 20));
        GC.KeepAlive(block);
    }
}
