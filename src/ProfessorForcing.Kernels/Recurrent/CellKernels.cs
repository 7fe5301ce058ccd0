using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Chooses among the instruction sets and cells that there is code for.</summary>
internal static class CellKernels
{
    /// <summary>Makes a kernel's work with the code for an instruction set and a cell.</summary>
    public static TResult Make<TResult>(InstructionSet instructions, RecurrentCell cell, ICellKernel<TResult> kernel) => (instructions, cell) switch
    {
        (InstructionSet.Avx512, RecurrentCell.Gru) => kernel.Make<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(),
        (InstructionSet.Avx2, RecurrentCell.Gru) => kernel.Make<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(),
        (_, RecurrentCell.Gru) => kernel.Make<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(),
        (InstructionSet.Avx512, _) => kernel.Make<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(),
        (InstructionSet.Avx2, _) => kernel.Make<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(),
        _ => kernel.Make<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(),
    };
}
