using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Tests.Support;

/// <summary>The instruction sets that this processor has.</summary>
internal static class Instructions
{
    public static IReadOnlyList<InstructionSet> All { get; } = [.. Enum.GetValues<InstructionSet>().Where(Processor.Has)];
}
