using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Something that is made for an instruction set and a cell.</summary>
internal interface ICellKernel<TResult>
{
    /// <summary>Makes it.</summary>
    TResult Make<TIsa, TVector, TCell>()
        where TIsa : struct, IInstructionSet<TVector>
        where TVector : struct
        where TCell : struct, ICell;
}
