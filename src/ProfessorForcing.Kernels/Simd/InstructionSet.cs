namespace ProfessorForcing.Kernels.Simd;

/// <summary>The vector instructions that kernels run on. Results of different ones agree to rounding.</summary>
public enum InstructionSet
{
    /// <summary>Vectors of 128 bits, in whatever instructions the processor has for them.</summary>
    Portable,

    /// <summary>AVX2 and FMA: 256 bits.</summary>
    Avx2,

    /// <summary>AVX-512: 512 bits.</summary>
    Avx512,
}
