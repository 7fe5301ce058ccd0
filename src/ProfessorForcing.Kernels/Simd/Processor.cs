using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ProfessorForcing.Kernels.Simd;

/// <summary>What the processor has.</summary>
public static class Processor
{
    /// <summary>The environment variable that chooses narrower instructions than the processor has, to compare or to find faults.</summary>
    public const string Variable = "PROFESSOR_SIMD";

    /// <summary>The instructions that kernels run on: the widest there are, unless <see cref="Variable"/> names others.</summary>
    public static InstructionSet Instructions { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether the processor has these instructions.</summary>
    public static bool Has(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported && Vector512.IsHardwareAccelerated,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>The instructions of a name, or the widest; narrower ones where the processor lacks them.</summary>
    /// <exception cref="NotSupportedException">There are no instructions of this name.</exception>
    internal static InstructionSet Choose(string? name)
    {
        var wanted = string.IsNullOrEmpty(name) ? InstructionSet.Avx512
            : Enum.GetValues<InstructionSet>().Cast<InstructionSet?>().FirstOrDefault(set => string.Equals(set.ToString(), name, StringComparison.OrdinalIgnoreCase))
            ?? throw new NotSupportedException($"{Variable}: '{name}' is not known; known are portable, avx2 and avx512");
        while (!Has(wanted))
            wanted--;
        return wanted;
    }
}
