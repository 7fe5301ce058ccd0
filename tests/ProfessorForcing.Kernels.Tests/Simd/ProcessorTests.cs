using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Tests.Simd;

public class ProcessorTests
{
    [Theory]
    [InlineData("portable", InstructionSet.Portable)]
    [InlineData("AVX2", InstructionSet.Avx2)]
    [InlineData("avx512", InstructionSet.Avx512)]
    [InlineData("", InstructionSet.Avx512)]
    [InlineData(null, InstructionSet.Avx512)]
    public void Instructions_are_those_of_the_name_or_the_widest_below_that_there_are(string? name, InstructionSet wanted)
    {
        var chosen = Processor.Choose(name);
        Assert.True(Processor.Has(chosen));
        Assert.True(chosen <= wanted);
        Assert.DoesNotContain(Enum.GetValues<InstructionSet>(), set => set > chosen && set <= wanted && Processor.Has(set));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known() =>
        Assert.Contains("known are portable, avx2 and avx512", Assert.Throws<NotSupportedException>(() => Processor.Choose("sse9")).Message, StringComparison.Ordinal);
}
